import classes from './problem-count.module.css'

/** How many things are wrong, beside the name of a tab, whose panel says it in words. */
export function ProblemCount({ count, errors }: { count: number; errors: boolean }) {
  if (count === 0) return null
  return (
    <span className={classes.count} data-errors={errors || undefined} aria-hidden>
      {count}
    </span>
  )
}
