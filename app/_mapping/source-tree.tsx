'use client'

import { useMemo, useRef, useState, type KeyboardEvent } from 'react'
import type { SourceField } from '#engine/mapping/source-fields.ts'
import { lightSource } from './lit.ts'
import { useMapping } from './mapping-model.tsx'
import classes from './source-tree.module.css'
import { SourceLine } from './source-line.tsx'
import { sourceValue } from './source-value.ts'
import { treeLines, treeMove } from './tree-lines.ts'

interface SourceTreeProps {
  fields: readonly SourceField[]
  unmapped: ReadonlySet<string>
  /** While it is searched, everything that was found is seen. */
  openAll: boolean
  onInsert: (path: string) => void
}

/** The record as a tree: arrows go about in it, Enter puts a field in. */
export function SourceTree({ fields, unmapped, openAll, onInsert }: SourceTreeProps) {
  const { sample, lineage, lit } = useMapping()
  const tree = useRef<HTMLDivElement>(null)
  const [toggled, setToggled] = useState<ReadonlySet<string>>(new Set())
  const [current, setCurrent] = useState<string | null>(null)
  const lines = useMemo(
    () =>
      treeLines(fields, (field, depth) =>
        // Small objects near the top start open: most mappings read those.
        openAll ? true : (depth === 0 && field.fields.length <= MANY) !== toggled.has(field.path),
      ),
    [fields, openAll, toggled],
  )
  const at = lines.some((line) => line.field.path === current)
    ? current
    : (lines[0]?.field.path ?? null)
  const toggle = (path: string) =>
    setToggled((all) => {
      const next = new Set(all)
      if (!next.delete(path)) next.add(path)
      return next
    })
  const go = (path: string) => {
    setCurrent(path)
    const line = tree.current?.querySelector(`[data-path="${CSS.escape(path)}"]`)
    if (line instanceof HTMLElement) line.focus()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (at === null || event.ctrlKey || event.metaKey || event.altKey) return
    if (event.key === 'Enter') {
      event.preventDefault()
      onInsert(at)
      return
    }
    const move = treeMove(lines, at, event.key)
    if (!move) return
    event.preventDefault()
    if (move.type === 'go') go(move.to)
    else toggle(move.path)
  }
  if (lines.length === 0) return null
  return (
    <div
      ref={tree}
      role="tree"
      aria-label="Fields of the record"
      className={classes.tree}
      onKeyDown={onKeyDown}
      onPointerLeave={() => lightSource(lit, lineage, null)}
    >
      {lines.map((line) => (
        <SourceLine
          key={line.field.path}
          line={line}
          value={sample ? sourceValue(sample.record, line.field.path) : undefined}
          isMapped={line.field.fields.length === 0 && !unmapped.has(line.field.path)}
          isCurrent={line.field.path === at}
          onToggle={toggle}
          onCurrent={setCurrent}
          onInsert={onInsert}
        />
      ))}
    </div>
  )
}

const MANY = 12
