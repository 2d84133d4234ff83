import { Time } from '../_ui/time.tsx'
import { NextProbe } from './next-probe.tsx'
import classes from './offline-note.module.css'
import type { Connection } from './use-connections.ts'

/** Why a connection is not used, since when, what waits for it, and when it is tried again. */
export function OfflineNote({ connection }: { connection: Connection }) {
  const { state, stateReason, offlineSince, nextProbeAt, flowsPaused } = connection
  if (state === 'online') return null
  return (
    <div className={classes.note} role="status" aria-label={`${connection.name} is offline`}>
      <p className={classes.reason}>{stateReason}</p>
      <p className={classes.facts}>
        {offlineSince && (
          <span>
            since <Time at={offlineSince} />
          </span>
        )}
        {flowsPaused > 0 && (
          <span>
            {flowsPaused} {flowsPaused === 1 ? 'flow is' : 'flows are'} paused
          </span>
        )}
        <NextProbe at={nextProbeAt} />
      </p>
    </div>
  )
}

interface PausedNoteProps {
  connections: readonly Connection[]
}

/** On a flow or a run that waits: “Paused: …, probe in 40 s”. */
export function PausedNote({ connections }: PausedNoteProps) {
  return connections.map(({ id, name, stateReason, nextProbeAt }) => (
    <span key={id} className={classes.paused} role="status" aria-label="Paused">
      Paused: {name}: {stateReason?.replace(/\.$/, '')}, <NextProbe at={nextProbeAt} />
    </span>
  ))
}
