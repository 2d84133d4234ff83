'use client'

import { Button, Group, SegmentedControl, Table, TextInput } from '@mantine/core'
import { IconArrowsSplit2, IconListSearch, IconSearch } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import type { Outputs } from '../_server/router.ts'
import { useTRPC } from '../_client/trpc.tsx'
import { useUrlFilters } from '../_client/url-filters.ts'
import { useMay } from '../_shell/person.tsx'
import { EmptyState } from '../_ui/empty-state.tsx'
import { Failure } from '../_ui/failure.tsx'
import { ListTable, NumberCell } from '../_ui/list-table.tsx'
import { Page, PageHeader } from '../_ui/page-header.tsx'
import { Panel } from '../_ui/panel.tsx'
import { isActive } from '../_ui/run-badge.tsx'
import { WaitingRows } from '../_ui/waiting-rows.tsx'
import { EnableFlow } from './enable-flow.tsx'
import { FlowMenu } from './flow-menu.tsx'
import { FlowState } from './flow-state.tsx'
import { ImportFlow } from './import-flow.tsx'
import { LastRun } from './last-run.tsx'
import classes from './flows-screen.module.css'
import { UpdateBadge } from './update-badge.tsx'
import { NewFlow } from './new-flow.tsx'

type Flow = Outputs['flows']['list'][number]

const STATES = [
  { value: 'all', label: 'All' },
  { value: 'enabled', label: 'Enabled' },
  { value: 'published', label: 'Published' },
  { value: 'draft', label: 'Draft' },
]

/** Every flow with its state and its last run. */
export function FlowsScreen() {
  const trpc = useTRPC()
  const filters = useUrlFilters()
  const mayBuild = useMay('builder')
  const flows = useQuery(
    trpc.flows.list.queryOptions(undefined, {
      refetchInterval: ({ state }) =>
        state.data?.some(({ lastRun }) => lastRun && isActive(lastRun.state)) ? 1_500 : 10_000,
    }),
  )
  const search = filters.get('q') ?? ''
  const state = filters.get('state') ?? 'all'
  const shown = flows.data?.filter((flow) => fits(flow, { search, state }))
  return (
    <Page>
      <PageHeader title="Flows">
        <Button
          component={Link}
          href="/flows/search"
          variant="subtle"
          leftSection={<IconListSearch size={14} aria-hidden />}
        >
          Search in all flows
        </Button>
        {mayBuild && <ImportFlow />}
        {mayBuild && <NewFlow />}
      </PageHeader>
      <Group mb="sm" gap="sm">
        <TextInput
          aria-label="Search flows"
          placeholder="Search flows"
          leftSection={<IconSearch size={14} />}
          w={260}
          value={search}
          onChange={(event) => filters.set({ q: event.currentTarget.value })}
        />
        <SegmentedControl
          size="xs"
          aria-label="State"
          data={STATES}
          value={state}
          onChange={(value) => filters.set({ state: value === 'all' ? null : value })}
        />
      </Group>
      {flows.error && <Failure error={flows.error} retry={() => void flows.refetch()} />}
      <Panel>
        {flows.isLoading && <WaitingRows />}
        {shown?.length === 0 && <NoFlows any={(flows.data?.length ?? 0) > 0} />}
        {shown && shown.length > 0 && <FlowsTable flows={shown} />}
      </Panel>
    </Page>
  )
}

function FlowsTable({ flows }: { flows: readonly Flow[] }) {
  const router = useRouter()
  const mayBuild = useMay('builder')
  return (
    <ListTable
      caption="Flows"
      columns={[
        { label: 'Name' },
        { label: 'State', width: 164 },
        { label: 'Schedule', width: 230 },
        { label: 'Last run', width: 350 },
        { label: 'Open errors', width: 96, right: true },
        { label: '', width: 56 },
      ]}
    >
      {flows.map((flow) => (
        <Table.Tr
          key={flow.id}
          style={{ cursor: 'pointer' }}
          onClick={() => router.push(`/flows/${flow.id}`)}
        >
          <Table.Td className={classes.name}>
            <Link href={`/flows/${flow.id}`} style={{ color: 'var(--ink)', fontWeight: 500 }}>
              {flow.name}
            </Link>
            {mayBuild && <UpdateBadge flow={flow} />}
          </Table.Td>
          <Table.Td>
            <FlowState flow={flow} />
          </Table.Td>
          <Table.Td onClick={(event) => event.stopPropagation()}>
            <EnableFlow flow={flow} />
          </Table.Td>
          <Table.Td onClick={(event) => event.stopPropagation()}>
            <LastRun run={flow.lastRun} />
          </Table.Td>
          <NumberCell>
            {flow.openErrors > 0 ? (
              <Link
                href={`/errors?flow=${flow.id}`}
                style={{ color: 'var(--failed)', fontWeight: 600 }}
                onClick={(event) => event.stopPropagation()}
              >
                {flow.openErrors.toLocaleString()}
              </Link>
            ) : (
              '0'
            )}
          </NumberCell>
          <Table.Td onClick={(event) => event.stopPropagation()}>
            <FlowMenu flow={flow} />
          </Table.Td>
        </Table.Tr>
      ))}
    </ListTable>
  )
}

function NoFlows({ any }: { any: boolean }) {
  return any ? (
    <EmptyState icon={IconSearch} title="No flow fits">
      Change the search or the state.
    </EmptyState>
  ) : (
    <EmptyState icon={IconArrowsSplit2} title="No flows yet">
      Start with a template or a new flow, or import one from its JSON file.
    </EmptyState>
  )
}

function fits(flow: Flow, { search, state }: { search: string; state: string }): boolean {
  const words = search.toLowerCase().split(/\s+/)
  if (!words.every((word) => flow.name.toLowerCase().includes(word))) return false
  if (state === 'draft') return flow.publishedVersion === null
  if (state === 'published') return flow.publishedVersion !== null && !flow.enabled
  return state !== 'enabled' || flow.enabled
}
