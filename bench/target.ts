/** Something that does W1 and is measured while it does. */
export interface Target extends AsyncDisposable {
  name: string
  /** The processes whose time counts, each with its descendants. */
  pids: () => number[]
  /** The process whose memory counts. */
  mainPid: number
  /** Does the workload once, over as many records as the server has been told to serve. */
  run: () => Promise<void>
  /** What it has stored of traces so far, in bytes; undefined for one that keeps none. */
  traceBytes?: () => Promise<number>
}
