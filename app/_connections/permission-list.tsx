'use client'

import { Checkbox } from '@mantine/core'
import classes from './permission-list.module.css'
import { strongest } from './strongest.ts'
import type { Outputs } from '../_server/router.ts'

type Permissions = Outputs['connections']['permissions']

interface PermissionListProps {
  system: 'stripe' | 'netsuite'
  permissions: Permissions
}

const WORDS = {
  stripe: { read: 'Read', write: 'Write' },
  netsuite: { read: 'View', write: 'Full' },
} as const

/** What a key or a role must be allowed, in the other system's words, to be ticked off one by one. */
export function PermissionList({ system, permissions }: PermissionListProps) {
  const needs = strongest(permissions)
  if (needs.length === 0) {
    return (
      <p className={classes.none}>
        No flow uses this connection yet: it is asked for nothing in particular.
      </p>
    )
  }
  return (
    <ul className={classes.list} aria-label="Permissions">
      {needs.map(({ name, access }) => (
        <li key={name}>
          <Checkbox label={name} />
          <span className={classes.access} data-access={access}>
            {WORDS[system][access]}
          </span>
        </li>
      ))}
    </ul>
  )
}
