'use client'

import { Button, Group } from '@mantine/core'
import type { ReactNode } from 'react'
import { Failure } from '../_ui/failure.tsx'
import { ConnectionChecks } from './connection-checks.tsx'
import type { ConnectionEntry } from './use-connection-entry.ts'

interface EntryOutcomeProps {
  entry: ConnectionEntry
  /** The way back or out. */
  children: ReactNode
}

/** Below a connection's form: what the trial found, and the buttons that try and save. */
export function EntryOutcome({ entry, children }: EntryOutcomeProps) {
  const { checks, error, isTesting, isSaving } = entry
  const failed = checks?.some((check) => !check.ok) ?? false
  return (
    <>
      {checks && <ConnectionChecks checks={checks} />}
      {error && <Failure error={error} />}
      <Group justify="flex-end" gap="xs">
        {children}
        {failed && (
          <Button variant="default" loading={isSaving} onClick={entry.saveAnyway}>
            Save anyway
          </Button>
        )}
        <Button type="submit" loading={isTesting || isSaving}>
          {failed ? 'Test again' : 'Test and save'}
        </Button>
      </Group>
    </>
  )
}
