'use client'

import { Button, Modal, NumberInput, Stack, Text, TextInput } from '@mantine/core'
import { tellDone } from '../_client/tell.ts'
import { FieldForm } from '../_ui/field-form.tsx'
import { CONNECTION_TYPES } from './connection-types.ts'
import { EntryOutcome } from './entry-outcome.tsx'
import { shownSecrets } from './shown-secrets.ts'
import { useConnectionEntry } from './use-connection-entry.ts'
import type { Connection } from './use-connections.ts'

interface ConnectionFormProps {
  what: 'edit' | 'replace-secret'
  connection: Connection
  onClose: () => void
}

const TITLES = { edit: 'Edit', 'replace-secret': 'Replace secret' } as const

/** Changes what is shown of a connection, or replaces its secret. */
export function ConnectionForm({ what, connection, onClose }: ConnectionFormProps) {
  const { system } = connection
  const type = CONNECTION_TYPES[system]
  const edits = what === 'edit'
  const entry = useConnectionEntry({
    system,
    connection,
    asks: { config: edits, secret: !edits },
    onSaved: () => {
      tellDone('Saved.')
      onClose()
    },
  })
  return (
    <Modal opened onClose={onClose} title={`${TITLES[what]}: ${connection.name}`} size="lg">
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          entry.submit()
        }}
      >
        <Stack gap="sm">
          {edits ? (
            <TextInput
              label="Name"
              required
              value={entry.name}
              error={entry.faults.find(({ field }) => field === 'name')?.message}
              onChange={(event) => entry.setName(event.currentTarget.value)}
            />
          ) : (
            <Text size="sm" c="dimmed">
              The old secret is overwritten; it cannot be shown or brought back. Work under way ends
              with the old one.
            </Text>
          )}
          <FieldForm
            fields={edits ? type.fields : shownSecrets(system, connection.config)}
            values={entry.values}
            onChange={entry.setValue}
            faults={entry.faults}
          />
          {edits && !('concurrencyLimit' in type.fields) && (
            <NumberInput
              label="Requests at once"
              min={1}
              max={200}
              value={entry.limit}
              onChange={(value) => entry.setLimit(Number(value))}
            />
          )}
          <EntryOutcome entry={entry}>
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
          </EntryOutcome>
        </Stack>
      </form>
    </Modal>
  )
}
