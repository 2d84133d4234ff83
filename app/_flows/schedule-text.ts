import cronstrue from 'cronstrue'

/** A schedule in words, such as "Every 15 minutes"; the cron text itself when it has none. */
export function scheduleText({ cron }: { cron: string }): string {
  try {
    return cronstrue.toString(cron, { use24HourTimeFormat: true })
  } catch {
    return cron
  }
}
