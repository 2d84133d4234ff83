'use client'

import { Button, Modal, Select, Stack, Table, TextInput } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Outputs } from '../_server/router.ts'
import { useTRPC } from '../_client/trpc.tsx'
import { useMay } from '../_shell/person.tsx'
import { DialogButtons } from '../_ui/dialog-buttons.tsx'
import { Failure } from '../_ui/failure.tsx'
import { ListTable } from '../_ui/list-table.tsx'
import { Panel } from '../_ui/panel.tsx'
import { IntegrationSettings } from './integration-settings.tsx'

type Connections = Outputs['connections']['list']

/** Which Stripe connection works with which NetSuite connection. */
export function Integrations({ connections }: { connections: Connections }) {
  const trpc = useTRPC()
  const mayChange = useMay('admin')
  const [opened, { open, close }] = useDisclosure()
  const [edited, setEdited] = useState<string | null>(null)
  const { data } = useQuery(trpc.connections.integrations.queryOptions())
  const nameOf = (id: string | null) => connections.find((one) => one.id === id)?.name ?? 'none yet'
  return (
    <Panel
      title="Integrations"
      aside={
        mayChange && (
          <Button variant="default" size="compact-xs" onClick={open}>
            Add integration
          </Button>
        )
      }
    >
      <ListTable
        caption="Integrations"
        columns={[
          { label: 'Name' },
          { label: 'Stripe' },
          { label: 'NetSuite' },
          ...(mayChange ? [{ label: '', width: 100 }] : []),
        ]}
      >
        {data?.map((integration) => (
          <Table.Tr key={integration.id}>
            <Table.Td fw={500}>{integration.name}</Table.Td>
            <Table.Td>{nameOf(integration.stripeConnectionId)}</Table.Td>
            <Table.Td>{nameOf(integration.netsuiteConnectionId)}</Table.Td>
            {mayChange && (
              <Table.Td>
                <Button
                  variant="default"
                  size="compact-xs"
                  aria-label={`Settings of ${integration.name}`}
                  onClick={() => setEdited(integration.id)}
                >
                  Settings
                </Button>
              </Table.Td>
            )}
          </Table.Tr>
        ))}
      </ListTable>
      {data
        ?.filter(({ id }) => id === edited)
        .map((integration) => (
          <IntegrationSettings
            key={integration.id}
            integration={integration}
            connections={connections}
            onClose={() => setEdited(null)}
          />
        ))}
      {opened && <AddIntegration connections={connections} onClose={close} />}
    </Panel>
  )
}

function AddIntegration({
  connections,
  onClose,
}: {
  connections: Connections
  onClose: () => void
}) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const [name, setName] = useState('')
  const [stripe, setStripe] = useState<string | null>(null)
  const [netsuite, setNetsuite] = useState<string | null>(null)
  const save = useMutation(
    trpc.connections.addIntegration.mutationOptions({
      onSuccess: async () => {
        await queryClient.invalidateQueries(trpc.connections.integrations.queryFilter())
        onClose()
      },
    }),
  )
  const choices = (system: 'stripe' | 'netsuite') =>
    connections
      .filter((one) => one.system === system)
      .map((one) => ({ value: one.id, label: one.name }))
  return (
    <Modal opened onClose={onClose} title="Add integration">
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (stripe === null || netsuite === null) return
          save.mutate({ name, stripeConnectionId: stripe, netsuiteConnectionId: netsuite })
        }}
      >
        <Stack gap="sm">
          <TextInput
            label="Name"
            required
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Select
            label="Stripe"
            required
            data={choices('stripe')}
            value={stripe}
            onChange={setStripe}
          />
          <Select
            label="NetSuite"
            required
            data={choices('netsuite')}
            value={netsuite}
            onChange={setNetsuite}
          />
          {save.error && <Failure error={save.error} />}
          <DialogButtons submit="Save" pending={save.isPending} onClose={onClose} />
        </Stack>
      </form>
    </Modal>
  )
}
