import { shortValue } from './source-value.ts'
import type { Suggestion } from './completion.ts'
import classes from './row-expression.module.css'

interface CompletionListProps {
  id: string
  suggestions: readonly Suggestion[]
  active: number
  onChoose: (index: number) => void
}

/** Fields of the record that may be meant, below the line that is typed. */
export function CompletionList({ id, suggestions, active, onChoose }: CompletionListProps) {
  return (
    <div id={`${id}-list`} role="listbox" aria-label="Source fields" className={classes.list}>
      {suggestions.map(({ text, field }, index) => (
        <div
          key={text}
          id={`${id}-${index}`}
          role="option"
          aria-selected={index === active}
          className={classes.option}
          // The text keeps the cursor; a click would take it away before it is heard.
          onPointerDown={(event) => {
            event.preventDefault()
            onChoose(index)
          }}
        >
          <span className={classes.words}>{text}</span>
          <span className={classes.about}>{field.types.join(' | ')}</span>
          <span className={classes.example}>{shortValue(field.example)}</span>
        </div>
      ))}
    </div>
  )
}
