'use client'

import { Tabs } from '@mantine/core'
import Link from 'next/link'
import { useUrlFilters } from '../_client/url-filters.ts'
import { Failure } from '../_ui/failure.tsx'
import { Page, PageHeader } from '../_ui/page-header.tsx'
import { WaitingRows } from '../_ui/waiting-rows.tsx'
import { addressOf } from './address-of.ts'
import { ConnectionActions } from './connection-actions.tsx'
import { ConnectionState } from './connection-state.tsx'
import { CONNECTION_TYPES } from './connection-types.ts'
import { ExchangeLog } from './exchange-log.tsx'
import { FieldLists } from './field-lists.tsx'
import { Overview } from './overview.tsx'
import { UseCharts } from './use-charts.tsx'
import { useConnections } from './use-connections.ts'

const TABS = [
  { value: 'overview', label: 'Overview' },
  { value: 'use', label: 'Use' },
  { value: 'log', label: 'Exchange log' },
  { value: 'fields', label: 'Field lists' },
] as const

/** All about one connection. */
export function ConnectionScreen({ connectionId }: { connectionId: string }) {
  const filters = useUrlFilters()
  const list = useConnections()
  const connection = list.data?.find(({ id }) => id === connectionId)
  const tab = TABS.find(({ value }) => value === filters.get('tab'))?.value ?? 'overview'
  if (!connection) {
    return (
      <Page>
        {list.isLoading && <WaitingRows rows={10} />}
        {list.error && <Failure error={list.error} retry={() => void list.refetch()} />}
        {list.data && (
          <Failure error={{ message: 'There is no such connection. It may have been deleted.' }} />
        )}
      </Page>
    )
  }
  const about = [CONNECTION_TYPES[connection.system].title, addressOf(connection)]
  return (
    <Page>
      <PageHeader
        title={
          <>
            {connection.name}
            <span role="status" aria-label="Connection state">
              <ConnectionState state={connection.state} />
            </span>
          </>
        }
        about={
          <>
            <Link href="/connections">Connections</Link> · {about.filter(Boolean).join(' · ')}
          </>
        }
      >
        <ConnectionActions connection={connection} />
      </PageHeader>
      <Tabs
        value={tab}
        keepMounted={false}
        onChange={(value) => filters.set({ tab: value === 'overview' ? null : value })}
      >
        <Tabs.List mb="md">
          {TABS.map(({ value, label }) => (
            <Tabs.Tab key={value} value={value}>
              {label}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="overview">
          <Overview connection={connection} />
        </Tabs.Panel>
        <Tabs.Panel value="use">
          <UseCharts connection={connection} />
        </Tabs.Panel>
        <Tabs.Panel value="log">
          <ExchangeLog connection={connection} />
        </Tabs.Panel>
        <Tabs.Panel value="fields">
          <FieldLists connection={connection} />
        </Tabs.Panel>
      </Tabs>
    </Page>
  )
}
