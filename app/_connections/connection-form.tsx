'use client'

import { Button, Group, Modal, NumberInput, Stack, Text, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Fields } from '#nodes/fields.ts'
import type { JsonObject } from '#nodes/json.ts'
import type { System } from '#nodes/kind.ts'
import type { Outputs } from '../_server/router.ts'
import { tellDone } from '../_client/tell.ts'
import { useTRPC } from '../_client/trpc.tsx'
import { Failure } from '../_ui/failure.tsx'
import { FieldForm } from '../_ui/field-form.tsx'
import { CONNECTION_TYPES } from './connection-types.ts'
import { entryFaults } from './entry-faults.ts'

type Connection = Outputs['connections']['list'][number]

export type FormPurpose =
  | { what: 'add'; system: System }
  | { what: 'edit'; connection: Connection }
  | { what: 'replace-secret'; connection: Connection }

interface ConnectionFormProps {
  purpose: FormPurpose
  onClose: () => void
}

const TITLES = { add: 'Add connection', edit: 'Edit', 'replace-secret': 'Replace secret' } as const
const DEFAULT_LIMIT = { stripe: 10, netsuite: 4 } as const

/** Adds a connection, changes what is shown of it, or replaces its secret. */
export function ConnectionForm({ purpose, onClose }: ConnectionFormProps) {
  const form = useConnectionForm(purpose, onClose)
  const { type, what } = form
  return (
    <Modal opened onClose={onClose} title={`${TITLES[what]}: ${type.title}`} size="md">
      <form
        onSubmit={(event) => {
          event.preventDefault()
          form.save()
        }}
      >
        <Stack gap="sm">
          {what === 'replace-secret' ? (
            <Text size="sm" c="dimmed">
              The old secret is overwritten; it cannot be shown or brought back.
            </Text>
          ) : (
            <TextInput
              label="Name"
              required
              placeholder={`${type.title} production`}
              value={form.name}
              onChange={(event) => form.setName(event.currentTarget.value)}
            />
          )}
          <FieldForm
            fields={form.fields}
            values={form.values}
            onChange={form.setValue}
            faults={form.faults}
          />
          {what !== 'replace-secret' && !('concurrencyLimit' in form.fields) && (
            <NumberInput
              label="Requests at once"
              min={1}
              max={200}
              value={form.limit}
              onChange={(value) => form.setLimit(Number(value))}
            />
          )}
          {form.error && <Failure error={form.error} />}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={form.isPending}>
              Save
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}

function useConnectionForm(purpose: FormPurpose, onClose: () => void) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const connection = purpose.what === 'add' ? null : purpose.connection
  const system = purpose.what === 'add' ? purpose.system : purpose.connection.system
  const type = CONNECTION_TYPES[system]
  const [name, setName] = useState(connection?.name ?? '')
  const [values, setValues] = useState<JsonObject>(connection?.config ?? initialValues(type.fields))
  const [ownLimit, setLimit] = useState(connection?.concurrencyLimit ?? DEFAULT_LIMIT[system])
  const [tried, setTried] = useState(false)
  const mutation = useMutation(
    trpc.connections.save.mutationOptions({
      onSuccess: async () => {
        await queryClient.invalidateQueries(trpc.connections.pathFilter())
        tellDone('Saved. Test the connection next.')
        onClose()
      },
    }),
  )
  const all = { ...type.fields, ...type.secretFields }
  const fields = { add: all, edit: type.fields, 'replace-secret': type.secretFields }[purpose.what]
  const faults = entryFaults(purpose.what === 'edit' ? type.fields : all, values)
  const limit = typeof values.concurrencyLimit === 'number' ? values.concurrencyLimit : ownLimit
  const save = () => {
    setTried(true)
    if (faults.length > 0) return
    const secret = purpose.what === 'edit' ? undefined : pick(values, type.secretFields)
    const config = pick(values, type.fields)
    mutation.mutate({ id: connection?.id, name, system, config, secret, concurrencyLimit: limit })
  }
  return {
    what: purpose.what,
    type,
    fields,
    values,
    name,
    setName,
    limit,
    setLimit,
    setValue: (field: string, value: JsonObject[string]) =>
      setValues({ ...values, [field]: value }),
    faults: tried ? faults : [],
    save,
    error: mutation.error,
    isPending: mutation.isPending,
  }
}

/** Fields with a value of their own; the others wait for one. */
function initialValues(fields: Fields): JsonObject {
  const filled = Object.entries(fields).filter(
    ([, { initial }]) => initial !== null && initial !== '',
  )
  return Object.fromEntries(filled.map(([name, { initial }]) => [name, initial]))
}

function pick(values: JsonObject, fields: object): JsonObject {
  return Object.fromEntries(
    Object.entries(values).filter(([name, value]) => name in fields && value !== ''),
  )
}
