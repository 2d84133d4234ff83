'use client'

import { createContext, use, useMemo, useRef, useState, type RefObject } from 'react'
import { lineage, type FieldLineage } from '#engine/mapping/lineage.ts'
import { rowExpression } from '#engine/mapping/rows.ts'
import { sourceFields, type SourceField } from '#engine/mapping/source-fields.ts'
import { checkTarget } from '#engine/mapping/target.ts'
import type { JsonObject } from '#nodes/json.ts'
import { usePreview, type PreviewResult } from '../_preview/use-preview.ts'
import type { JsonataInsert } from '../_ui/jsonata-input.tsx'
import { byPath } from './filter-fields.ts'
import { allRows, pathKey } from './held-text.ts'
import { createLitStore, type LitStore } from './lit.ts'
import { useMappingPlace, type PlaceSample } from './mapping-place.tsx'
import { targetLines, type TargetLine } from './target-lines.ts'
import { useRows, type MappingRows } from './use-rows.ts'
import { useTarget, type MappingTarget } from './use-target.ts'

export type Check = ReturnType<typeof checkTarget>[number]

/** A row's text input that was used last: where a field of the record goes. */
export interface Insertion {
  path: readonly string[]
  input: HTMLTextAreaElement | null
}

/** All that the panes of one mapping share. */
export interface MappingModel extends MappingRows {
  label: string
  value: string
  readOnly: boolean
  onChange: (text: string) => void
  lines: readonly TargetLine[]
  target: MappingTarget | null
  samples: readonly PlaceSample[]
  loading: boolean
  sample: PlaceSample | null
  choose: (sample: PlaceSample) => void
  settings: JsonObject
  fields: readonly SourceField[]
  sourceByPath: ReadonlyMap<string, SourceField>
  lineage: readonly FieldLineage[]
  lit: LitStore
  /** What the mapping gives for the chosen sample; undefined before the first answer. */
  result: PreviewResult | undefined
  /** The same for each row, by `pathKey`. */
  rowResults: ReadonlyMap<string, PreviewResult>
  previewMs: number | null
  isLate: boolean
  checks: readonly Check[]
  insertion: RefObject<Insertion | null>
  /** The code editor, while it is shown. */
  code: RefObject<JsonataInsert | null>
}

export const MappingContext = createContext<MappingModel | null>(null)

/** The mapping that is being edited. */
export function useMapping(): MappingModel {
  const model = use(MappingContext)
  if (!model) throw new Error('Panes of a mapping only work inside <MappingEditor>.')
  return model
}

interface MappingOptions {
  /** Key of the node's field that holds the mapping. */
  field: string
  label: string
  value: string
  readOnly: boolean
  onChange: (text: string) => void
}

/** Works out all that is shown of a mapping. */
export function useMappingModel(options: MappingOptions): MappingModel {
  const { field, label, value, readOnly, onChange } = options
  const place = useMappingPlace()
  const rows = useRows(value, onChange)
  const target = useTarget(field)
  const [chosen, setChosen] = useState<PlaceSample | null>(null)
  const [lit] = useState(createLitStore)
  const insertion = useRef<Insertion>(null)
  const code = useRef<JsonataInsert>(null)
  const samples = place?.samples ?? NO_SAMPLES
  const sample = chosenOf(samples, chosen)
  const settings = place?.settings ?? NO_SETTINGS
  const fields = useMemo(() => sourceFields(samples.map(({ record }) => record)), [samples])
  const sourceByPath = useMemo(() => byPath(fields), [fields])
  const { base, view } = rows
  const own = useMemo(() => lineage(base), [base])

  const flat = useMemo(() => (view.tabular ? allRows(view.rows) : []), [view])
  const texts = useMemo(() => [base, ...flat.map((row) => rowExpression(base, row))], [base, flat])
  const records = useMemo(() => (sample ? [sample] : []), [sample])
  const preview = usePreview({ texts, records, settings })
  const result = preview.results[0]?.[0]
  const rowResults = useMemo(() => {
    const found = new Map<string, PreviewResult>()
    flat.forEach((row, at) => {
      const one = preview.results[at + 1]?.[0]
      if (one) found.set(pathKey(row.path), one)
    })
    return found
  }, [flat, preview.results])

  const made = result?.ok ? result.value : undefined
  const lines = useMemo(
    () =>
      view.tabular
        ? targetLines(view.rows, { target: target ?? NO_TARGET, result: made, added: rows.added })
        : [],
    [view, target, made, rows.added],
  )
  const checks = useMemo(
    () =>
      target && target.fields.length > 0
        ? checkTarget(view.rows, target.fields, made, target.under)
        : [],
    [view, target, made],
  )
  return {
    ...rows,
    ...{ label, value, readOnly, onChange, lines, target, samples, sample, settings, fields, lit },
    ...{ sourceByPath, result, rowResults, checks, insertion, code, lineage: own },
    loading: place?.loading ?? false,
    choose: setChosen,
    previewMs: preview.ms,
    isLate: preview.state === 'late',
  }
}

/** Samples are read anew now and then: the chosen one is known by its name and key. */
function chosenOf(samples: readonly PlaceSample[], chosen: PlaceSample | null): PlaceSample | null {
  const same = samples.find(
    ({ name, key, origin }) =>
      name === chosen?.name && key === chosen.key && origin === chosen.origin,
  )
  return same ?? samples[0] ?? null
}

const NO_SAMPLES: readonly PlaceSample[] = []
const NO_SETTINGS: JsonObject = {}
const NO_TARGET = { fields: [], under: '' }
