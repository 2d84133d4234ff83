import classes from './bars.module.css'

export interface Bar {
  /** What is said of the bar on hover. */
  title: string
  value: number
  /** The lower part of the bar, in another colour. */
  bad?: number
}

interface BarsProps {
  /** What the chart shows, for those who hear the page. */
  label: string
  bars: readonly Bar[]
  /** Pixels. */
  height: number
  /** A line across all bars, such as a limit. */
  line?: { value: number; label: string }
}

/** Upright bars over time, scaled to the highest of them or to the line. */
export function Bars({ label, bars, height, line }: BarsProps) {
  const top = Math.max(1, line?.value ?? 0, ...bars.map(({ value }) => value)) * 1.06
  const percent = (value: number) => `${(value / top) * 100}%`
  return (
    <div className={classes.chart} style={{ height }} role="img" aria-label={label}>
      {bars.map(({ title, value, bad = 0 }, index) => (
        <span key={index} className={classes.slot} title={title}>
          <span className={classes.bar} style={{ height: percent(value) }} />
          <span className={classes.bad} style={{ height: percent(bad) }} />
        </span>
      ))}
      {line && (
        <span className={classes.line} style={{ bottom: percent(line.value) }}>
          <span className={classes.lineLabel}>{line.label}</span>
        </span>
      )}
    </div>
  )
}
