'use client'

import { useVirtualizer } from '@tanstack/react-virtual'
import { memo, useMemo, useRef } from 'react'
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
  const { base, samples, settings, view, target } = useMapping()
  const texts = useMemo(() => [base], [base])
  const preview = usePreview({ texts, records: samples, settings })
  const results = preview.results[0] ?? NO_RESULTS
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
  return <SampleTable {...{ results, columns, checks }} ms={preview.ms} />
}

interface SampleTableProps {
  results: readonly PreviewResult[]
  columns: readonly string[]
  /** Why the target would refuse a result, by sample. */
  checks: readonly (readonly Check[])[]
  /** What the results took. */
  ms: number | null
}

/** Only the lines in sight are drawn: two hundred would cost more than what they show at each keystroke. */
function SampleTable({ results, columns, checks, ms }: SampleTableProps) {
  const { samples, sample, choose } = useMapping()
  const scroll = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({
    count: samples.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => LINE,
    overscan: 4,
  })
  const lines = virtual.getVirtualItems()
  const above = lines[0]?.start ?? 0
  const below = virtual.getTotalSize() - (lines.at(-1)?.end ?? 0)
  return (
    <div
      ref={scroll}
      className={classes.scroll}
      tabIndex={0}
      role="group"
      aria-label="Results of all samples"
      data-mapping-result
      data-preview-ms={ms === null ? undefined : ms.toFixed(1)}
    >
      <table
        className={classes.table}
        style={{ width: NAME_COLUMN + columns.length * COLUMN }}
        aria-rowcount={samples.length + 1}
      >
        <thead>
          <tr aria-rowindex={1}>
            <th scope="col" style={{ width: NAME_COLUMN }}>
              Sample
            </th>
            {columns.map((column) => (
              <th key={column} scope="col" title={column}>
                {column === '' ? 'Result' : column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <Unseen height={above} />
          {lines.map(({ index }) => {
            const one = samples[index]
            return (
              one && (
                <SampleLine
                  key={`${one.origin} ${one.key} ${one.name}`}
                  sample={one}
                  place={index + 2}
                  result={results[index]}
                  columns={columns}
                  checks={checks[index] ?? NO_CHECKS}
                  isChosen={one === sample}
                  onChoose={choose}
                />
              )
            )
          })}
          <Unseen height={below} />
        </tbody>
      </table>
    </div>
  )
}

/** Stands for the lines that are not in sight. */
function Unseen({ height }: { height: number }) {
  return height > 0 ? <tr aria-hidden style={{ height }} /> : null
}

/** In px; as high as the style sheet makes a line. */
const LINE = 31
const NAME_COLUMN = 220
const COLUMN = 150
const NO_RESULTS: readonly PreviewResult[] = []
const NO_CHECKS: readonly Check[] = []

interface SampleLineProps {
  sample: PlaceSample
  /** Which line of the table it is, the head's being 1. */
  place: number
  result: PreviewResult | undefined
  columns: readonly string[]
  /** Why the target would refuse the result. */
  checks: readonly Check[]
  isChosen: boolean
  onChoose: (sample: PlaceSample) => void
}

const SampleLine = memo(function SampleLine(props: SampleLineProps) {
  const { sample, place, result, columns, checks, isChosen, onChoose } = props
  const faults = new Map(checks.map(({ path, message }) => [path.split(/[.[]/)[0] ?? '', message]))
  return (
    <tr aria-rowindex={place} data-chosen={isChosen || undefined}>
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
