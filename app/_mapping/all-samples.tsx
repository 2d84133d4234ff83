'use client'

import { memo, useMemo } from 'react'
import { checkTarget } from '#engine/mapping/target.ts'
import { isJsonObject, type Json } from '#nodes/json.ts'
import { useStable } from '../_ui/use-stable.ts'
import { usePreview, type PreviewResult } from '../_preview/use-preview.ts'
import classes from './all-samples.module.css'
import { useMapping, type Check } from './mapping-model.tsx'
import type { PlaceSample } from './mapping-place.tsx'
import { shortValue } from './source-value.ts'

/** What the mapping makes of every sample: one line each, one column for each field of the result. */
export function AllSamples() {
  const { base, samples, sample, settings, choose, view, target } = useMapping()
  const texts = useMemo(() => [base], [base])
  const preview = usePreview({ texts, records: samples, settings })
  const results = preview.results[0] ?? []
  // Lines are drawn anew when they get another list.
  const columns = useStable(
    useMemo(() => columnsOf(results), [results]),
    isSameList,
  )
  const checks = useMemo(
    () =>
      results.map((result) =>
        result.ok && target
          ? checkTarget(view.rows, target.fields, result.value, target.under).filter(
              ({ severity }) => severity === 'error',
            )
          : NO_CHECKS,
      ),
    [results, target, view],
  )
  if (samples.length === 0) return <p className={classes.nothing}>There is no sample yet.</p>
  return (
    <div
      className={classes.scroll}
      tabIndex={0}
      role="group"
      aria-label="Results of all samples"
      data-mapping-result
      data-preview-ms={preview.ms === null ? undefined : preview.ms.toFixed(1)}
    >
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">Sample</th>
            {columns.map((column) => (
              <th key={column} scope="col">
                {column === '' ? 'Result' : column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {samples.map((one, at) => (
            <SampleLine
              key={`${one.origin} ${one.key} ${one.name}`}
              sample={one}
              result={results[at]}
              columns={columns}
              checks={checks[at] ?? NO_CHECKS}
              isChosen={one === sample}
              onChoose={choose}
            />
          ))}
        </tbody>
      </table>
    </div>
  )
}

const NO_CHECKS: readonly Check[] = []

interface SampleLineProps {
  sample: PlaceSample
  result: PreviewResult | undefined
  columns: readonly string[]
  /** Why the target would refuse the result. */
  checks: readonly Check[]
  isChosen: boolean
  onChoose: (sample: PlaceSample) => void
}

/** There may be hundreds, and all are drawn at each keystroke: no part of it is more than it must be. */
const SampleLine = memo(function SampleLine(props: SampleLineProps) {
  const { sample, result, columns, checks, isChosen, onChoose } = props
  const faults = new Map(checks.map(({ path, message }) => [path.split(/[.[]/)[0] ?? '', message]))
  return (
    <tr data-chosen={isChosen || undefined}>
      <th scope="row">
        <button
          type="button"
          className={classes.choose}
          aria-pressed={isChosen}
          onClick={() => onChoose(sample)}
        >
          {sample.name}
        </button>
      </th>
      {result && !result.ok ? (
        <td colSpan={Math.max(columns.length, 1)} className={classes.fault}>
          {result.message}
        </td>
      ) : (
        columns.map((column) => {
          const value = valueIn(result, column)
          const fault = faults.get(column)
          return (
            <td
              key={column}
              data-type={typeof value}
              data-fault={fault ? true : undefined}
              title={fault ?? shortValue(value)}
            >
              {value === undefined ? <span className={classes.none}>—</span> : shortValue(value)}
              {fault && <span className={classes.unseen}> {fault}</span>}
            </td>
          )
        })
      )}
    </tr>
  )
})

function isSameList(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((item, at) => item === other[at])
}

/** Every field that one of the results has; a blank one for results that are no objects. */
function columnsOf(results: readonly PreviewResult[]): string[] {
  const keys = results.flatMap((result) =>
    !result.ok || result.value === undefined
      ? []
      : isJsonObject(result.value)
        ? Object.keys(result.value)
        : [''],
  )
  return [...new Set(keys)]
}

function valueIn(result: PreviewResult | undefined, column: string): Json | undefined {
  if (!result?.ok) return undefined
  if (isJsonObject(result.value)) {
    return Object.hasOwn(result.value, column) ? result.value[column] : undefined
  }
  return column === '' ? result.value : undefined
}
