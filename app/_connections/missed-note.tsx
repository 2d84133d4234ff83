import classes from './offline-note.module.css'

/** Changes that a webhook should have told of, and that were found by reading only; null for none. */
export function MissedNote({ count, ofDay = false }: { count: number; ofDay?: boolean }) {
  if (count === 0) return null
  const changes = count === 1 ? '1 change' : `${count.toLocaleString()} changes`
  return (
    <span className={classes.paused} role="status" aria-label="Webhook missed">
      {changes}
      {ofDay && ' of the last day'} came by no webhook; the sweep found{' '}
      {count === 1 ? 'it' : 'them'}. Check the endpoint in Stripe.
    </span>
  )
}
