'use client'

import { Button, Menu } from '@mantine/core'
import { IconChevronDown, IconPlugConnected, IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { System } from '#nodes/kind.ts'
import type { Outputs } from '../_server/router.ts'
import { useTRPC } from '../_client/trpc.tsx'
import { useMay } from '../_shell/person.tsx'
import { EmptyState } from '../_ui/empty-state.tsx'
import { Failure } from '../_ui/failure.tsx'
import { Page, PageHeader } from '../_ui/page-header.tsx'
import { Panel } from '../_ui/panel.tsx'
import { WaitingRows } from '../_ui/waiting-rows.tsx'
import { ConnectionCard } from './connection-card.tsx'
import { ConnectionForm, type FormPurpose } from './connection-form.tsx'
import { CONNECTION_TYPES } from './connection-types.ts'
import { Integrations } from './integrations.tsx'
import classes from './connections-screen.module.css'

type Connection = Outputs['connections']['list'][number]

/** Both systems' connections, and the integrations that join them. */
export function ConnectionsScreen() {
  const trpc = useTRPC()
  const mayChange = useMay('admin')
  const [purpose, setPurpose] = useState<FormPurpose | null>(null)
  const list = useQuery(trpc.connections.list.queryOptions(undefined, { refetchInterval: 10_000 }))
  return (
    <Page>
      <PageHeader title="Connections">
        {mayChange && <AddConnection onAdd={(system) => setPurpose({ what: 'add', system })} />}
      </PageHeader>
      {list.error && <Failure error={list.error} retry={() => void list.refetch()} />}
      {list.isLoading && (
        <Panel>
          <WaitingRows />
        </Panel>
      )}
      {list.data?.length === 0 && (
        <Panel>
          <EmptyState icon={IconPlugConnected} title="No connections yet">
            Add one to Stripe and one to NetSuite, then join them in an integration.
          </EmptyState>
        </Panel>
      )}
      <div className={classes.list}>
        {list.data?.map((connection) => (
          <ConnectionCard
            key={connection.id}
            connection={connection}
            onEdit={() => setPurpose({ what: 'edit', connection })}
            onReplaceSecret={() => setPurpose({ what: 'replace-secret', connection })}
          />
        ))}
      </div>
      {list.data && list.data.length > 0 && <Integrations connections={list.data} />}
      {purpose && <ConnectionForm purpose={purpose} onClose={() => setPurpose(null)} />}
    </Page>
  )
}

const SYSTEMS: readonly Connection['system'][] = ['stripe', 'netsuite']

function AddConnection({ onAdd }: { onAdd: (system: System) => void }) {
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button leftSection={<IconPlus size={14} />} rightSection={<IconChevronDown size={14} />}>
          Add connection
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {SYSTEMS.map((system) => (
          <Menu.Item key={system} onClick={() => onAdd(system)}>
            {CONNECTION_TYPES[system].title}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
