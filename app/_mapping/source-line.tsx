'use client'

import { useStore } from 'zustand'
import type { Json } from '#nodes/json.ts'
import { isWithin, lightSource, plainPath } from './lit.ts'
import { useMapping } from './mapping-model.tsx'
import { dragField } from './source-drag.ts'
import classes from './source-tree.module.css'
import { shortValue } from './source-value.ts'
import type { TreeLine } from './tree-lines.ts'

interface SourceLineProps {
  line: TreeLine
  value: Json | undefined
  isMapped: boolean
  /** The one line that Tab stops at. */
  isCurrent: boolean
  onToggle: (path: string) => void
  onCurrent: (path: string) => void
  onInsert: (path: string) => void
}

/** One field of the record: type, name, what the sample has there, and how often it is there. */
export function SourceLine(props: SourceLineProps) {
  const { line, value, isMapped, isCurrent, onToggle, onCurrent, onInsert } = props
  const { lit, lineage } = useMapping()
  const { field, depth, open } = line
  const { path } = field
  const light = useStore(lit, (state) => lightOf(path, open, state.sources))
  const hasFields = field.fields.length > 0
  const types = field.types.join(' or ')
  return (
    <div
      role="treeitem"
      aria-level={depth + 1}
      aria-expanded={hasFields ? open : undefined}
      aria-selected={isCurrent}
      aria-label={labelOf(field.key, types, value, field.present)}
      tabIndex={isCurrent ? 0 : -1}
      className={classes.line}
      style={{ paddingLeft: 10 + depth * 14 }}
      data-path={path}
      data-lit={light}
      data-mapped={isMapped || undefined}
      draggable
      onDragStart={(event) => dragField(event, path)}
      onFocus={() => {
        onCurrent(path)
        lightSource(lit, lineage, path)
      }}
      onBlur={() => lightSource(lit, lineage, null)}
      onPointerEnter={() => lightSource(lit, lineage, path)}
      onDoubleClick={() => onInsert(path)}
    >
      <span
        className={classes.caret}
        data-open={open || undefined}
        onClick={() => hasFields && onToggle(path)}
        aria-hidden
      >
        {hasFields ? '▸' : ''}
      </span>
      <span className={classes.type} title={types} aria-hidden>
        {glyphOf(field.types, field.list)}
      </span>
      <span className={classes.key} title={path}>
        {field.key}
      </span>
      {field.present < 1 && (
        <span className={classes.present} title="So many samples have it" aria-hidden>
          {percent(field.present)}
        </span>
      )}
      <span
        className={classes.value}
        data-type={typeof value}
        title={shortValue(value)}
        aria-hidden
      >
        {shortValue(value)}
      </span>
    </div>
  )
}

/** Lit itself, or as the closed field that something lit lies in. */
function lightOf(path: string, open: boolean, sources: ReadonlySet<string>) {
  if (sources.size === 0) return undefined
  const plain = plainPath(path)
  if (sources.has(plain)) return 'yes'
  if (open) return undefined
  return [...sources].some((one) => isWithin(one, plain)) ? 'inside' : undefined
}

function labelOf(key: string, types: string, value: Json | undefined, present: number): string {
  const often = present < 1 ? `in ${percent(present)} of the samples` : ''
  return [key, types, shortValue(value).slice(0, 120), often].filter(Boolean).join(', ')
}

/** Never “100 %” of what is missing now and then. */
function percent(share: number): string {
  return `${Math.min(99, Math.max(1, Math.round(share * 100)))} %`
}

function glyphOf(types: readonly string[], list: boolean): string {
  if (list) return '[ ]'
  const kinds = types.filter((type) => type !== 'null')
  const [only] = kinds
  if (kinds.length !== 1 || only === undefined) return kinds.length === 0 ? '∅' : '*'
  return GLYPHS[only] ?? '·'
}

const GLYPHS: { [type: string]: string | undefined } = {
  string: 'T',
  text: 'T',
  number: '#',
  boolean: '✓',
  object: '{ }',
  array: '[ ]',
  list: '[ ]',
  date: 'D',
}
