/** Something wrong with a flow, at a place that a person can jump to. */
export interface Problem {
  /** An `error` keeps the flow from publishing and running; a `warning` does not. */
  severity: 'error' | 'warning'
  /** Stable name of the rule, such as `cycle` or `expression`. */
  code: string
  /** The node at fault; null for the flow as a whole (settings, schedule). */
  node: string | null
  /** The config field or setting at fault, such as `rows[2].condition`. */
  field: string | null
  /** Character position in an expression, counted from 0. */
  position: number | null
  /** A sentence: what is wrong, where, and what to do. */
  message: string
}
