import type { Difference } from '#engine/samples/differences.ts'
import type { Json } from '#nodes/json.ts'
import { JsonTree } from '../_ui/json-view.tsx'
import classes from './tests-tab.module.css'

/** Field by field: what the test expects, and what comes out now. */
export function TestDifferences({ differences }: { differences: readonly Difference[] }) {
  return (
    <table className={classes.table} aria-label="Differences">
      <thead>
        <tr>
          <th>Field</th>
          <th>Expected</th>
          <th>Now</th>
        </tr>
      </thead>
      <tbody>
        {differences.map(({ path, expected, actual }) => (
          <tr key={path}>
            <th scope="row">{path === '' ? 'the result' : path}</th>
            <td data-side="expected">
              <Shown value={expected} />
            </td>
            <td data-side="actual">
              <Shown value={actual} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Shown({ value }: { value: Json | undefined }) {
  if (value === undefined) return <span className={classes.absent}>nothing</span>
  if (value !== null && typeof value === 'object') return <JsonTree value={value} />
  return <span>{typeof value === 'string' ? `“${value}”` : String(value)}</span>
}
