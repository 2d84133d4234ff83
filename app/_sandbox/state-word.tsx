import classes from './state-word.module.css'

const TONES: Record<string, string | undefined> = {
  paid: 'done',
  'paid in full': 'done',
  succeeded: 'done',
  deposited: 'done',
  'not deposited': 'done',
  'fully applied': 'done',
  issued: 'done',
  draft: 'filtered',
  processing: 'waiting',
  pending: 'waiting',
  failed: 'failed',
  uncollectible: 'failed',
}

/** The state of a record in its system's own word. */
export function StateWord({ state }: { state: string }) {
  if (state === '') return null
  const word = state.charAt(0).toUpperCase() + state.slice(1)
  return (
    <span className={classes.state} data-tone={TONES[state.toLowerCase()] ?? 'plain'} title={word}>
      {word}
    </span>
  )
}
