'use client'

import { Group, Modal, Select, Stack, Text, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import type { JsonObject } from '#nodes/json.ts'
import type { Outputs } from '../_server/router.ts'
import { tellDone } from '../_client/tell.ts'
import { useTRPC } from '../_client/trpc.tsx'
import { SettingInput } from '../_editor/setting-input.tsx'
import { DialogButtons } from '../_ui/dialog-buttons.tsx'
import { Failure } from '../_ui/failure.tsx'
import { PickSourceContext } from '../_ui/pick-source.tsx'
import { WaitingRows } from '../_ui/waiting-rows.tsx'
import type { Connection } from './use-connections.ts'

type Integration = Outputs['connections']['integrations'][number]

interface IntegrationSettingsProps {
  integration: Integration
  connections: readonly Connection[]
  onClose: () => void
}

/** Name and connections of an integration, and the settings that all its flows share. */
export function IntegrationSettings(props: IntegrationSettingsProps) {
  const { integration, connections, onClose } = props
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const [values, setValues] = useState(integration)
  const save = useMutation(
    trpc.connections.saveIntegration.mutationOptions({
      onSuccess: async () => {
        await queryClient.invalidateQueries(trpc.connections.integrations.queryFilter())
        tellDone('Saved. Flows use the new values from their next run on.')
        onClose()
      },
    }),
  )
  const choices = (system: Connection['system']) =>
    connections
      .filter((one) => one.system === system)
      .map((one) => ({ value: one.id, label: one.name }))
  return (
    <Modal opened onClose={onClose} title={`Integration ${integration.name}`} size="lg">
      <form
        onSubmit={(event) => {
          event.preventDefault()
          save.mutate(values)
        }}
      >
        <Stack gap="sm">
          <TextInput
            label="Name"
            required
            value={values.name}
            onChange={(event) => setValues({ ...values, name: event.currentTarget.value })}
          />
          <Group grow>
            <Select
              label="Stripe"
              data={choices('stripe')}
              value={values.stripeConnectionId}
              onChange={(id) => setValues({ ...values, stripeConnectionId: id })}
            />
            <Select
              label="NetSuite"
              data={choices('netsuite')}
              value={values.netsuiteConnectionId}
              onChange={(id) => setValues({ ...values, netsuiteConnectionId: id })}
            />
          </Group>
          <SharedSettings
            integrationId={integration.id}
            values={values.settings}
            onChange={(settings) => setValues({ ...values, settings })}
          />
          {save.error && <Failure error={save.error} />}
          <DialogButtons submit="Save" pending={save.isPending} onClose={onClose} />
        </Stack>
      </form>
    </Modal>
  )
}

interface SharedSettingsProps {
  integrationId: string
  values: JsonObject
  onChange: (values: JsonObject) => void
}

function SharedSettings({ integrationId, values, onChange }: SharedSettingsProps) {
  const trpc = useTRPC()
  const fields = useQuery(trpc.connections.integrationFields.queryOptions({ integrationId }))
  const source = useMemo(() => ({ integrationId, settings: {} }), [integrationId])
  if (fields.error) return <Failure error={fields.error} retry={() => void fields.refetch()} />
  if (!fields.data) return <WaitingRows rows={4} />
  if (fields.data.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        No flow of this integration has settings yet.
      </Text>
    )
  }
  return (
    <PickSourceContext value={source}>
      <Text fw={600} size="sm">
        Settings that all flows share
      </Text>
      {fields.data.map((setting) => (
        <SettingInput
          key={setting.key}
          // A shared value is never asked for: each flow may have its own.
          setting={{ ...setting, required: false }}
          value={values[setting.key]}
          onChange={(value) => onChange({ ...values, [setting.key]: value })}
        />
      ))}
    </PickSourceContext>
  )
}
