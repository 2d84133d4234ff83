'use client'

import type { KeyboardEvent } from 'react'
import type { RecordField } from '#nodes/connection.ts'
import { lineName } from './dotted.ts'
import { pathKey } from './held-text.ts'
import { useMapping } from './mapping-model.tsx'
import { useMappingPlace } from './mapping-place.tsx'
import classes from './row-name.module.css'
import { dragRow } from './source-drag.ts'
import type { TargetLine } from './target-lines.ts'

interface RowNameProps {
  line: TargetLine
  closed: boolean
  /** Opens and closes what is inside; null where nothing is. */
  onToggle: (() => void) | null
  renaming: boolean
  /** Null: the name stays. */
  onRename: (name: string | null) => void
  onWantRename: () => void
}

/** What a field of the result is called, and what the target says of it. */
export function RowName(props: RowNameProps) {
  const { line, closed, onToggle, renaming, onRename, onWantRename } = props
  const { readOnly } = useMapping()
  const setting = useSettingOf(line.key)
  const { field } = line
  const about = setting ?? (field ? aboutField(field) : '')
  const mayDrag = line.row !== null && !readOnly
  return (
    <div className={classes.name}>
      {onToggle ? (
        <button
          type="button"
          className={classes.caret}
          aria-expanded={!closed}
          aria-label={`${closed ? 'Open' : 'Close'} ${lineName(line.path)}`}
          onClick={onToggle}
        >
          <span data-open={!closed || undefined} aria-hidden>
            ▸
          </span>
        </button>
      ) : (
        <span
          className={classes.grip}
          draggable={mayDrag}
          data-grip={mayDrag || undefined}
          title={mayDrag ? 'Drag to another place' : undefined}
          onDragStart={(event) => dragRow(event, pathKey(line.owner))}
          aria-hidden
        >
          {mayDrag ? '⠿' : ''}
        </span>
      )}
      <span className={classes.words}>
        {renaming ? (
          <NameInput name={line.key} onDone={onRename} />
        ) : (
          <span
            className={classes.key}
            title={`${lineName(line.path)}${about === '' ? '' : `: ${about}`}`}
            data-code={line.row?.kind === 'code' || undefined}
            onDoubleClick={() => !readOnly && canRename(line) && onWantRename()}
          >
            {line.key === '' ? 'all of' : line.key}
            {line.inner !== '' && <span className={classes.inner}>{line.inner}</span>}
            {field?.required && (
              <span className={classes.required} title="Required">
                {' *'}
              </span>
            )}
          </span>
        )}
        {about !== '' && <span className={classes.about}>{about}</span>}
      </span>
    </div>
  )
}

/** A name that is worked out is part of the code, and a part that is spread has none. */
export function canRename({ row, owner, inner, key }: TargetLine): boolean {
  if (row?.kind === 'group') return false
  return inner !== '' || row?.kind !== 'code' || owner.at(-1) === key
}

function NameInput({ name, onDone }: { name: string; onDone: (name: string | null) => void }) {
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === 'Escape') onDone(null)
    else if (event.key === 'Enter') onDone(event.currentTarget.value.trim() || null)
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <input
      ref={(input) => input?.select()}
      className={classes.input}
      aria-label={`New name of ${name}`}
      defaultValue={name}
      spellCheck={false}
      onKeyDown={onKeyDown}
      onBlur={(event) => onDone(event.currentTarget.value.trim() || null)}
    />
  )
}

/** A name that a setting gives: what the setting is called, and what it says now. */
function useSettingOf(key: string): string | null {
  const place = useMappingPlace()
  const setting = /^\$setting\(\s*["'](\w+)["']\s*\)$/.exec(key)?.[1]
  if (setting === undefined) return null
  const label = place?.document.settings.fields.find((field) => field.key === setting)?.label
  const value = place?.settings[setting]
  return [label, typeof value === 'string' ? value : null].filter(Boolean).join(' · ') || null
}

function aboutField({ label, id, type, to, maxLength }: RecordField): string {
  const kind = to ? `${type} to ${to}` : maxLength === undefined ? type : `${type}, ≤ ${maxLength}`
  return label.toLowerCase() === id.toLowerCase() ? kind : `${label} · ${kind}`
}
