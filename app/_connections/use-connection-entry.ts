'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Fields } from '#nodes/fields.ts'
import type { JsonObject } from '#nodes/json.ts'
import type { System } from '#nodes/kind.ts'
import { useTRPC } from '../_client/trpc.tsx'
import { CONNECTION_TYPES } from './connection-types.ts'
import { entryFaults } from './entry-faults.ts'
import type { Connection } from './use-connections.ts'

const DEFAULT_LIMIT = { stripe: 10, netsuite: 4 } as const

interface EntryOptions {
  system: System
  /** The stored connection that is changed; null for a new one. */
  connection: Connection | null
  /** Which values are asked for: a stored secret may stay as it is. */
  asks: { config: boolean; secret: boolean }
  onSaved: (connectionId: string) => void
}

/** The values of a connection as they are typed; they are tried out before they are saved. */
export function useConnectionEntry({ system, connection, asks, onSaved }: EntryOptions) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const { fields, secretFields } = CONNECTION_TYPES[system]
  const [name, setName] = useState(connection?.name ?? '')
  const [values, setValues] = useState<JsonObject>(connection?.config ?? initialValues(fields))
  const [ownLimit, setLimit] = useState(connection?.concurrencyLimit ?? DEFAULT_LIMIT[system])
  const [tried, setTried] = useState(false)
  const save = useMutation(
    trpc.connections.save.mutationOptions({
      onSuccess: async ({ connectionId }) => {
        await queryClient.invalidateQueries(trpc.connections.pathFilter())
        onSaved(connectionId)
      },
    }),
  )
  const test = useMutation(trpc.connections.testEntry.mutationOptions())
  const shown = { ...(asks.config && fields), ...(asks.secret && secretFields) }
  const entry = {
    id: connection?.id,
    system,
    config: pickFields(values, fields),
    secret: asks.secret ? pickFields(values, secretFields) : undefined,
  }
  const limit = typeof values.concurrencyLimit === 'number' ? values.concurrencyLimit : ownLimit
  const faults = [
    ...entryFaults(shown, values),
    ...(name.trim() === '' ? [{ field: 'name', message: 'Name is missing.' }] : []),
  ]
  const store = () => save.mutate({ ...entry, name, concurrencyLimit: limit })
  return {
    name,
    setName,
    values,
    setValue: (field: string, value: JsonObject[string]) => {
      test.reset()
      setValues((before) => ({ ...before, [field]: value }))
    },
    limit,
    setLimit,
    faults: tried ? faults : [],
    /** The fields that are missing or do not fit, whether it is shown yet or not. */
    missing: faults.map(({ field }) => field),
    showFaults: () => setTried(true),
    checks: test.data ?? null,
    /** Tries the values out, and saves them when everything works. */
    submit: () => {
      setTried(true)
      if (faults.length > 0) return
      test.mutate(entry, {
        onSuccess: (checks) => {
          if (checks.every((check) => check.ok)) store()
        },
      })
    },
    /** Saves although something did not work. */
    saveAnyway: store,
    error: save.error ?? test.error,
    isTesting: test.isPending,
    isSaving: save.isPending,
  }
}

export type ConnectionEntry = ReturnType<typeof useConnectionEntry>

/** Fields with a value of their own; the others wait for one. */
function initialValues(fields: Fields): JsonObject {
  const filled = Object.entries(fields).filter(
    ([, { initial }]) => initial !== null && initial !== '',
  )
  return Object.fromEntries(filled.map(([name, { initial }]) => [name, initial]))
}

function pickFields(values: JsonObject, fields: object): JsonObject {
  return Object.fromEntries(
    Object.entries(values).filter(([name, value]) => name in fields && value !== ''),
  )
}
