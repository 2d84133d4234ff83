'use client'

import { IconAlertTriangle, IconCircleX, IconInfoCircle } from '@tabler/icons-react'
import classes from './check-list.module.css'
import type { Check } from './mapping-model.tsx'

/** More warnings than that are told by their number, so that they do not hide the result. */
const MOST_WARNINGS = 3

/** What the target would refuse or change, the worst first; hints only as their number. */
export function CheckList({ checks }: { checks: readonly Check[] }) {
  const warnings = checks.filter(({ severity }) => severity === 'warning')
  const hints = checks.filter(({ severity }) => severity === 'hint')
  const few = warnings.length <= MOST_WARNINGS
  const loud = [...checks.filter(({ severity }) => severity === 'error'), ...(few ? warnings : [])]
  if (checks.length === 0) return null
  return (
    <ul className={classes.list} aria-label="Checks of the result">
      {loud.map((check) => (
        <CheckLine key={`${check.path} ${check.message}`} check={check} />
      ))}
      {!few && <More checks={warnings} text={`${warnings.length} warnings`} />}
      {hints.length > 0 && (
        <More checks={hints} text={hints.length === 1 ? '1 hint' : `${hints.length} hints`} />
      )}
    </ul>
  )
}

function More({ checks, text }: { checks: readonly Check[]; text: string }) {
  return (
    <li>
      <details className={classes.hints}>
        <summary>{text}</summary>
        <ul className={classes.list}>
          {checks.map((check) => (
            <CheckLine key={`${check.path} ${check.message}`} check={check} />
          ))}
        </ul>
      </details>
    </li>
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

const SHAPES = { error: IconCircleX, warning: IconAlertTriangle, hint: IconInfoCircle } as const
