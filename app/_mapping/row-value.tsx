import type { MappingRow } from '#engine/mapping/rows.ts'
import type { PreviewResult } from '../_preview/use-preview.ts'
import classes from './row-value.module.css'
import { shortValue } from './source-value.ts'

interface RowValueProps {
  result: PreviewResult | undefined
  kind: MappingRow['kind'] | undefined
}

/** What a row gives for the sample, in one line; of lines, how many there are. */
export function RowValue({ result, kind }: RowValueProps) {
  if (kind === undefined || kind === 'object' || kind === 'group' || !result?.ok)
    return <span className={classes.value} />
  const { value } = result
  if (value === undefined)
    return (
      <span className={classes.value} data-type="none">
        —
      </span>
    )
  const text = kind === 'lines' ? linesText(value) : shortValue(value)
  return (
    <span className={classes.value} data-type={typeof value} title={text}>
      {text === '' ? '“”' : text}
    </span>
  )
}

function linesText(value: unknown): string {
  const count = Array.isArray(value) ? value.length : 1
  return count === 1 ? '1 line' : `${count} lines`
}
