/** The day of a record; NetSuite says days only, of Stripe's moments the exact one shows on hover. */
export function DayOrTime({ at }: { at: string | null }) {
  if (at === null) return null
  if (/^\d{4}-\d{2}-\d{2}$/.test(at)) return <time dateTime={at}>{at}</time>
  const moment = new Date(at)
  const exact = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'long' })
  return (
    <time dateTime={at} title={exact.format(moment)}>
      {dayText(moment)}
    </time>
  )
}

/** `2026-11-23` in the viewer's zone, so that both systems' days line up. */
function dayText(moment: Date): string {
  const two = (part: number) => String(part).padStart(2, '0')
  return `${moment.getFullYear()}-${two(moment.getMonth() + 1)}-${two(moment.getDate())}`
}
