'use client'

import { Button, Center, Group, Select } from '@mantine/core'
import { IconPlayerPlay } from '@tabler/icons-react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTRPC } from '../_client/trpc.tsx'
import { useUrlFilters } from '../_client/url-filters.ts'
import { EmptyState } from '../_ui/empty-state.tsx'
import { Failure } from '../_ui/failure.tsx'
import { Page, PageHeader } from '../_ui/page-header.tsx'
import { Panel } from '../_ui/panel.tsx'
import { isActive, RUN_STATES, runStateWord } from '../_ui/run-badge.tsx'
import { WaitingRows } from '../_ui/waiting-rows.tsx'
import { RunsTable } from './runs-table.tsx'

const STEP = 50
const MOST = 500

/** All runs, newest first; active ones move by themselves. */
export function RunsScreen() {
  const trpc = useTRPC()
  const filters = useUrlFilters()
  const [limit, setLimit] = useState(STEP)
  const flowId = filters.get('flow')
  const state = RUN_STATES.find((one) => one === filters.get('state'))
  const flows = useQuery(trpc.flows.list.queryOptions())
  const runs = useQuery(
    trpc.runs.list.queryOptions(
      { flowId: flowId ?? undefined, state, limit },
      {
        placeholderData: keepPreviousData,
        refetchInterval: (query) =>
          query.state.data?.some((run) => isActive(run.state)) ? 1_000 : 4_000,
      },
    ),
  )
  const filtered = flowId !== null || state !== undefined
  return (
    <Page>
      <PageHeader title="Runs" />
      <Group mb="sm" gap="sm">
        <Select
          aria-label="Flow"
          placeholder="All flows"
          clearable
          searchable
          w={320}
          data={flows.data?.map(({ id, name }) => ({ value: id, label: name })) ?? []}
          value={flowId}
          onChange={(value) => filters.set({ flow: value })}
        />
        <Select
          aria-label="State"
          placeholder="All states"
          clearable
          w={150}
          data={RUN_STATES.map((one) => ({ value: one, label: runStateWord(one) }))}
          value={state ?? null}
          onChange={(value) => filters.set({ state: value })}
        />
      </Group>
      {runs.error && <Failure error={runs.error} retry={() => void runs.refetch()} />}
      <Panel>
        {runs.isLoading && <WaitingRows rows={10} />}
        {runs.data?.length === 0 && (
          <EmptyState
            icon={IconPlayerPlay}
            title={filtered ? 'No run fits' : 'Nothing has run yet'}
          >
            {filtered ? 'Change the filters.' : 'Open a flow and press Run.'}
          </EmptyState>
        )}
        {runs.data && runs.data.length > 0 && <RunsTable runs={runs.data} />}
        {runs.data?.length === limit && limit < MOST && (
          <Center p="xs">
            <Button
              variant="subtle"
              loading={runs.isPlaceholderData}
              onClick={() => setLimit(limit + STEP)}
            >
              Show older runs
            </Button>
          </Center>
        )}
      </Panel>
    </Page>
  )
}
