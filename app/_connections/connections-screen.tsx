'use client'

import { Button, Menu } from '@mantine/core'
import { IconChevronDown, IconPlugConnected, IconPlus } from '@tabler/icons-react'
import Link from 'next/link'
import type { System } from '#nodes/kind.ts'
import { useMay } from '../_shell/person.tsx'
import { EmptyState } from '../_ui/empty-state.tsx'
import { Failure } from '../_ui/failure.tsx'
import { Page, PageHeader } from '../_ui/page-header.tsx'
import { Panel } from '../_ui/panel.tsx'
import { WaitingRows } from '../_ui/waiting-rows.tsx'
import { ConnectionCard } from './connection-card.tsx'
import classes from './connections-screen.module.css'
import { CONNECTION_TYPES } from './connection-types.ts'
import { Integrations } from './integrations.tsx'
import { useConnections } from './use-connections.ts'

/** Both systems' connections, and the integrations that join them. */
export function ConnectionsScreen() {
  const mayChange = useMay('admin')
  const list = useConnections()
  return (
    <Page>
      <PageHeader title="Connections">{mayChange && <AddConnection />}</PageHeader>
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
          <ConnectionCard key={connection.id} connection={connection} />
        ))}
      </div>
      {list.data && list.data.length > 0 && <Integrations connections={list.data} />}
    </Page>
  )
}

const SYSTEMS: readonly System[] = ['stripe', 'netsuite']

function AddConnection() {
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button leftSection={<IconPlus size={14} />} rightSection={<IconChevronDown size={14} />}>
          Add connection
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {SYSTEMS.map((system) => (
          <Menu.Item key={system} component={Link} href={`/connections/add/${system}`}>
            {CONNECTION_TYPES[system].title}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
