/** What a server has said of its time, and how that goes on since. */
export interface HeardTime {
  /** Notes a moment that an answer has just told. */
  hear(moment: Date): void
  /**
   * Notes the `Date` header of an answer that has just come (RFC 9110 §6.6.1). The header leaves out
   * the fraction of its second: the end of that second is taken, so that nothing which has happened
   * there lies ahead of it.
   */
  hearHeader(date: string | undefined): void
  /** The server's time now, if something was heard in the last `keptMs`. */
  now(keptMs: number): Date | null
}

/** A time that is heard with answers; between them it goes on as this machine counts, not as its clock is set. */
export function heardTime(monotonic: () => number = () => performance.now()): HeardTime {
  let last: { moment: number; at: number } | null = null
  return {
    hear: (moment) => {
      last = { moment: moment.getTime(), at: monotonic() }
    },
    hearHeader: (date) => {
      const moment = date ? Date.parse(date) : Number.NaN
      if (!Number.isNaN(moment)) last = { moment: moment + 999, at: monotonic() }
    },
    now: (keptMs) => {
      if (!last) return null
      const since = monotonic() - last.at
      return since <= keptMs ? new Date(last.moment + since) : null
    },
  }
}
