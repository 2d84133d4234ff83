import type { Outputs } from '../_server/router.ts'
import type { JsonValue } from '../_ui/json-view.tsx'
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
            <td className={classes.from}>{shown(from)}</td>
            <td className={classes.to}>{shown(to)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function shown(value: JsonValue): string {
  if (value === null) return '—'
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}
