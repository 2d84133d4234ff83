'use client'

import { IconAlertTriangle, IconCircleX, IconInfoCircle } from '@tabler/icons-react'
import classes from './check-list.module.css'
import type { Check } from './mapping-model.tsx'

/** What the target would refuse or change, the worst first; hints only as their number. */
export function CheckList({ checks }: { checks: readonly Check[] }) {
  const loud = checks
    .filter(({ severity }) => severity !== 'hint')
    .sort((one, other) => ORDER.indexOf(one.severity) - ORDER.indexOf(other.severity))
  const hints = checks.filter(({ severity }) => severity === 'hint')
  if (checks.length === 0) return null
  return (
    <ul className={classes.list} aria-label="Checks of the result">
      {loud.map((check) => (
        <CheckLine key={`${check.path} ${check.message}`} check={check} />
      ))}
      {hints.length > 0 && (
        <li>
          <details className={classes.hints}>
            <summary>{hints.length === 1 ? '1 hint' : `${hints.length} hints`}</summary>
            <ul className={classes.list}>
              {hints.map((check) => (
                <CheckLine key={`${check.path} ${check.message}`} check={check} />
              ))}
            </ul>
          </details>
        </li>
      )}
    </ul>
  )
}

function CheckLine({ check: { path, severity, message } }: { check: Check }) {
  const Shape = SHAPES[severity]
  return (
    <li className={classes.check} data-severity={severity}>
      <Shape size={14} aria-label={severity} />
      <span>
        {path !== '' && <b>{path}</b>} {message}
      </span>
    </li>
  )
}

const ORDER: readonly Check['severity'][] = ['error', 'warning', 'hint']

const SHAPES = { error: IconCircleX, warning: IconAlertTriangle, hint: IconInfoCircle } as const
