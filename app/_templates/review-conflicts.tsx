import type { Choices, UpdateConflict } from '#engine/difference/merge-update.ts'
import classes from './review-update.module.css'

interface UpdateConflictsProps {
  conflicts: readonly UpdateConflict[]
  choices: Choices
  onChoose: (place: string, side: 'mine' | 'theirs') => void
}

/** Each place that both have changed, with what it was, and which of the two counts. */
export function UpdateConflicts({ conflicts, choices, onChoose }: UpdateConflictsProps) {
  return conflicts.map((conflict) => {
    const { place, words, base, mine, theirs } = conflict
    const side = choices[place] ?? 'mine'
    return (
      <fieldset key={place} className={classes.conflict} aria-label={words}>
        <legend className={classes.words}>{words}</legend>
        {(['mine', 'theirs'] as const).map((one) => (
          <label key={one} className={classes.choice} data-checked={side === one || undefined}>
            <input
              type="radio"
              name={place}
              checked={side === one}
              onChange={() => onChoose(place, one)}
            />
            <span className={classes['side-word']}>{one === 'mine' ? 'Mine' : 'Template’s'}</span>
            <span className={classes.value}>{one === 'mine' ? mine : theirs}</span>
          </label>
        ))}
        <div className={classes.before}>
          Before both
          <span className={classes.value}>{base}</span>
        </div>
      </fieldset>
    )
  })
}
