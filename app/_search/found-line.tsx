import { readWanted, splicesOf } from '#engine/mapping/find-uses.ts'
import classes from './found-line.module.css'
import type { FoundFlow } from './flow-places.tsx'

interface FoundLineProps {
  place: FoundFlow['places'][number]
  by: 'field' | 'text'
  to: string
}

/** The line with the place marked; what would be replaced is struck out, with the new beside it. */
export function FoundLine({ place, by, to }: FoundLineProps) {
  const { line, use, isExpression } = place
  const changes = changesIn(place, { by, to })
  if (use.indirect) {
    return (
      <span className={classes.line}>
        <span className={classes.reached}>Used through a variable or inside an object</span>
        <code className={classes.code}>{line.text}</code>
      </span>
    )
  }
  const marks = changes ?? use.parts.map(({ start, end }) => ({ start, end, text: null }))
  const shown = around(line.text, marks[0]?.start ?? 0)
  return (
    <span className={classes.line}>
      <code className={isExpression ? classes.code : classes.text}>
        {shown.from > 0 && '… '}
        {marks.map((mark, index) => {
          const before = Math.max(marks[index - 1]?.end ?? 0, shown.from)
          return (
            <span key={mark.start}>
              {line.text.slice(before, mark.start)}
              <Mark old={line.text.slice(mark.start, mark.end)} now={mark.text} />
            </span>
          )
        })}
        {line.text.slice(marks.at(-1)?.end ?? 0)}
      </code>
      {to !== '' && changes === null && (
        <span className={classes.reached}>
          {by === 'text'
            ? 'Stays: it may be a choice, an id or a path'
            : 'Stays: there is no room for it here'}
        </span>
      )}
    </span>
  )
}

function Mark({ old, now }: { old: string; now: string | null }) {
  if (now === null) return <mark className={classes.found}>{old}</mark>
  if (now === old) return <>{old}</>
  return (
    <>
      <del className={classes.removed}>{old}</del>
      <ins className={classes.added}>{now}</ins>
    </>
  )
}

/** What would be replaced in the line; null for nothing. */
function changesIn(
  { line, use, isWritten }: FoundFlow['places'][number],
  { by, to }: { by: 'field' | 'text'; to: string },
): { start: number; end: number; text: string }[] | null {
  if (to === '' || use.indirect) return null
  if (by === 'text') {
    return isWritten ? use.parts.map(({ start, end }) => ({ start, end, text: to })) : null
  }
  const instead = readWanted(to.trim())
  return instead && splicesOf(line.text, use, instead)
}

/** A long line is shown from a little before the place on. */
function around(text: string, start: number): { from: number } {
  return { from: text.length > LONG && start > BEFORE * 2 ? start - BEFORE : 0 }
}

const LONG = 160
const BEFORE = 40
