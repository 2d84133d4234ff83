import { Time } from '../_ui/time.tsx'

/** Stripe says moments, NetSuite days: a day has no zone and is shown as it is. */
export function DayOrTime({ at }: { at: string | null }) {
  if (at === null) return null
  return /^\d{4}-\d{2}-\d{2}$/.test(at) ? <time dateTime={at}>{at}</time> : <Time at={at} />
}
