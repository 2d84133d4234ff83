import type { Outputs } from '../_server/router.ts'
import { JsonTree, type JsonValue } from '../_ui/json-view.tsx'
import classes from './field-changes.module.css'

type Change = NonNullable<Outputs['records']['trace']['steps'][number]['changes']>[number]

/** Field by field: what stands at the destination now, and what the write would make of it. */
export function FieldChanges({ changes }: { changes: readonly Change[] }) {
  if (changes.length === 0) return <p className={classes.none}>No change: all of it is there.</p>
  return (
    <table className={classes.changes} aria-label="Would change">
      <thead>
        <tr>
          <th>Field</th>
          <th>Now</th>
          <th>Would be</th>
        </tr>
      </thead>
      <tbody>
        {changes.map(({ field, from, to }) => (
          <tr key={field}>
            <th scope="row">{field}</th>
            <td data-side={from === null ? undefined : 'from'}>
              <Shown value={from} />
            </td>
            <td data-side="to">
              <Shown value={to} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Shown({ value }: { value: JsonValue }) {
  if (value === null) return <span>—</span>
  return typeof value === 'object' ? <JsonTree value={value} /> : <span>{String(value)}</span>
}
