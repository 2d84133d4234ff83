import { IconPlugConnected, IconPlugConnectedX } from '@tabler/icons-react'
import classes from '../_ui/outcome-badge.module.css'

/** Whether a connection is used at present. */
export function ConnectionState({ state }: { state: 'online' | 'offline' }) {
  const online = state === 'online'
  const StateIcon = online ? IconPlugConnected : IconPlugConnectedX
  return (
    <span className={classes.badge} data-outcome={online ? 'done' : 'failed'}>
      <StateIcon size={13} stroke={2} aria-hidden="true" />
      {online ? 'Online' : 'Offline'}
    </span>
  )
}
