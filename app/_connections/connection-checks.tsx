import { IconCheck, IconX } from '@tabler/icons-react'
import type { Outputs } from '../_server/router.ts'
import classes from './connection-checks.module.css'

/** What works and what does not, with the cure. */
export function ConnectionChecks({ checks }: { checks: Outputs['connections']['test'] }) {
  return (
    <ul className={classes.checks} aria-label="Checks" aria-live="polite">
      {checks.map((check) => {
        const CheckIcon = check.ok ? IconCheck : IconX
        return (
          <li key={check.name} data-ok={check.ok}>
            <CheckIcon size={14} stroke={2.4} aria-hidden="true" />
            <span className={classes.words}>
              <span className={classes.name}>
                {check.name}: {check.ok ? 'works' : 'does not work'}
              </span>
              <span className={classes.message}>{check.message}</span>
            </span>
          </li>
        )
      })}
    </ul>
  )
}
