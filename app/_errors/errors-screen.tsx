'use client'

import { Group, SegmentedControl, Select } from '@mantine/core'
import { IconCircleCheck } from '@tabler/icons-react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { ERROR_CLASSES } from '#nodes/errors.ts'
import { useTRPC } from '../_client/trpc.tsx'
import { useUrlFilters } from '../_client/url-filters.ts'
import { EmptyState } from '../_ui/empty-state.tsx'
import { Failure } from '../_ui/failure.tsx'
import { Page, PageHeader } from '../_ui/page-header.tsx'
import { Panel } from '../_ui/panel.tsx'
import { WaitingRows } from '../_ui/waiting-rows.tsx'
import { classTitle } from './class-title.ts'
import { ErrorActions } from './error-actions.tsx'
import { ErrorsTable } from './errors-table.tsx'

const STATES = [
  { value: 'open', label: 'Open' },
  { value: 'waiting', label: 'Waiting' },
  { value: 'retrying', label: 'Retrying' },
  { value: 'resolved', label: 'Resolved' },
] as const
const MOST = 500

/** What an empty list says. */
const NONE: Record<(typeof STATES)[number]['value'], string> = {
  open: 'Every record found its way. New errors appear here by themselves.',
  waiting: 'No record waits for another one to come first.',
  retrying: 'Choose another state or another flow.',
  resolved: 'Choose another state or another flow.',
}

/** Records that could not go on: why, and what can be done. */
export function ErrorsScreen() {
  const trpc = useTRPC()
  const filters = useUrlFilters()
  const [chosen, setChosen] = useState<ReadonlySet<number>>(new Set())
  const state = STATES.find(({ value }) => value === filters.get('state'))?.value ?? 'open'
  const mayAct = state === 'open' || state === 'waiting'
  const flowId = filters.get('flow')
  const errorClass = filters.get('class')
  const flows = useQuery(trpc.flows.list.queryOptions())
  const errors = useQuery(
    trpc.errors.list.queryOptions(
      { state, flowId: flowId ?? undefined, limit: MOST },
      { refetchInterval: 5_000, placeholderData: keepPreviousData },
    ),
  )
  const shown = errors.data?.filter(({ class: one }) => errorClass === null || one === errorClass)
  const ids = shown?.flatMap(({ id }) => (chosen.has(id) ? [id] : [])) ?? []
  return (
    <Page>
      <PageHeader title="Errors" />
      <Group mb="sm" gap="sm">
        <SegmentedControl
          size="xs"
          aria-label="State"
          data={[...STATES]}
          value={state}
          onChange={(value) => {
            setChosen(new Set())
            filters.set({ state: value === 'open' ? null : value })
          }}
        />
        <Select
          aria-label="Class"
          placeholder="All classes"
          clearable
          w={180}
          data={ERROR_CLASSES.map((one) => ({ value: one, label: classTitle(one) }))}
          value={errorClass}
          onChange={(value) => filters.set({ class: value })}
        />
        <Select
          aria-label="Flow"
          placeholder="All flows"
          clearable
          w={300}
          data={flows.data?.map(({ id, name }) => ({ value: id, label: name })) ?? []}
          value={flowId}
          onChange={(value) => filters.set({ flow: value })}
        />
        {mayAct && <ErrorActions ids={ids} onDone={() => setChosen(new Set())} />}
      </Group>
      {errors.error && <Failure error={errors.error} retry={() => void errors.refetch()} />}
      <Panel>
        {errors.isLoading && <WaitingRows />}
        {shown?.length === 0 && (
          <EmptyState icon={IconCircleCheck} title={`No ${state} errors`}>
            {NONE[state]}
          </EmptyState>
        )}
        {shown && shown.length > 0 && (
          <ErrorsTable errors={shown} chosen={chosen} onChoose={mayAct ? setChosen : undefined} />
        )}
      </Panel>
    </Page>
  )
}
