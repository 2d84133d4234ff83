import classes from './samples-panel.module.css'

interface SampleLineProps {
  name: string
  detail: string
  current: boolean
  onChoose: () => void
}

/** One record in the list; choosing it shows it beside. */
export function SampleLine({ name, detail, current, onChoose }: SampleLineProps) {
  return (
    <li>
      <button
        type="button"
        className={classes.line}
        aria-current={current || undefined}
        onClick={onChoose}
      >
        <span className={classes.lineName}>{name}</span>
        {detail && <span className={classes.detail}>{detail}</span>}
      </button>
    </li>
  )
}
