import cronstrue from 'cronstrue'

/** When a flow runs by itself, in words; a disabled flow does not. */
export function scheduleText(flow: {
  enabled: boolean
  schedule: { cron: string; timeZone: string } | null
}): string {
  if (!flow.schedule) return 'By hand'
  const words = cronstrue.toString(flow.schedule.cron, {
    throwExceptionOnParseError: false,
    use24HourTimeFormat: true,
  })
  return flow.enabled ? words : `Off (${words.toLowerCase()})`
}
