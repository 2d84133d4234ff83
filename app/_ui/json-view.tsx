'use client'

import classes from './json-view.module.css'
import { CopyButton } from './copy-button.tsx'

export type JsonValue =
  null | boolean | number | string | JsonValue[] | { [key: string]: JsonValue }

/** How a top-level field differs from the other side. */
export type Mark = 'added' | 'changed' | 'removed'

interface JsonViewProps {
  value: JsonValue
  /** Named to those who hear the page, and by the copy button: “the request”. */
  what: string
  /** Top-level fields to highlight. */
  marks?: ReadonlyMap<string, Mark>
}

/** A JSON value as a tree that opens and closes; long lists start closed. */
export function JsonView({ value, what, marks }: JsonViewProps) {
  return (
    <div className={classes.view} role="group" aria-label={what}>
      <div className={classes.copy}>
        <CopyButton value={JSON.stringify(value, null, 2)} what={what} />
      </div>
      <Value value={value} depth={0} marks={marks} />
    </div>
  )
}

/** A JSON value without a frame of its own, for cells of a table. */
export function JsonTree({ value }: { value: JsonValue }) {
  return (
    <div className={classes.tree}>
      <Value value={value} depth={0} />
    </div>
  )
}

interface ValueProps {
  value: JsonValue
  depth: number
  marks?: ReadonlyMap<string, Mark>
}

const LONG = 12

function Value({ value, depth, marks }: ValueProps) {
  if (value === null || typeof value !== 'object') return <Scalar value={value} />
  const entries = Object.entries(value)
  if (entries.length === 0) return <span>{Array.isArray(value) ? '[]' : '{}'}</span>
  return (
    <ul className={classes.fields}>
      {entries.map(([key, child]) => (
        <li key={key} data-mark={marks?.get(key)}>
          <Entry name={key} value={child} depth={depth} />
          {marks?.has(key) && <span className={classes.unseen}> ({marks.get(key)})</span>}
        </li>
      ))}
    </ul>
  )
}

function Entry({ name, value, depth }: { name: string; value: JsonValue; depth: number }) {
  const label = <span className={classes.key}>{name}</span>
  if (value === null || typeof value !== 'object' || Object.keys(value).length === 0) {
    return (
      <span className={classes.line}>
        {label} <Value value={value} depth={depth + 1} />
      </span>
    )
  }
  const size = Object.keys(value).length
  return (
    <details open={depth === 0 && size <= LONG}>
      <summary>
        {label}{' '}
        <span className={classes.size}>{Array.isArray(value) ? `[${size}]` : `{${size}}`}</span>
      </summary>
      <Value value={value} depth={depth + 1} />
    </details>
  )
}

function Scalar({ value }: { value: null | boolean | number | string }) {
  if (typeof value === 'string') return <span data-type="string">“{value}”</span>
  return <span data-type={value === null ? 'null' : typeof value}>{String(value)}</span>
}
