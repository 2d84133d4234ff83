import type { ExpressionFault } from './expression-fault.ts'
import classes from './field-form.module.css'

/** What is wrong with an expression, with the place underlined in its line. */
export function FaultNote({ fault }: { fault: ExpressionFault }) {
  const { before, at, after, line, column } = fault.place
  return (
    <div className={classes.fault} role="alert">
      <span className={classes.faultPlace} aria-hidden>
        {before}
        <mark>{at}</mark>
        {after}
      </span>
      {line > 1 ? `Line ${line}, character ${column}: ` : `Character ${column}: `}
      {fault.message}
    </div>
  )
}
