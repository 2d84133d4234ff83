'use client'

import { TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconCircleCheck, IconHourglass, IconSearch } from '@tabler/icons-react'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Outputs } from '../_server/router.ts'
import { useTRPC } from '../_client/trpc.tsx'
import { useUrlFilters } from '../_client/url-filters.ts'
import { EmptyState } from '../_ui/empty-state.tsx'
import { Failure } from '../_ui/failure.tsx'
import { OUTCOME_ORDER } from '../_ui/outcome-badge.tsx'
import { isActive } from '../_ui/run-badge.tsx'
import { WaitingRows } from '../_ui/waiting-rows.tsx'
import { OutcomeTabs } from './outcome-tabs.tsx'
import { RecordList } from './record-list.tsx'
import classes from './run-records.module.css'
import type { Place } from './run-screen.tsx'

interface RunRecordsProps {
  run: Outputs['runs']['byId']
  chosen: Place | null
  onChoose: (place: Place) => void
}

const PAGE = 200

/** The records of a run: by outcome, by key or number; more are loaded as the list is scrolled. */
export function RunRecords({ run, chosen, onChoose }: RunRecordsProps) {
  const trpc = useTRPC()
  const filters = useUrlFilters()
  const [search, setSearch] = useState(filters.get('q') ?? '')
  const [wanted] = useDebouncedValue(search.trim(), 200)
  const outcome = OUTCOME_ORDER.find((one) => one === filters.get('outcome'))
  const list = useInfiniteQuery(
    trpc.records.ofRun.infiniteQueryOptions(
      { runId: run.id, outcome, search: wanted, limit: PAGE },
      {
        getNextPageParam: (last) => last.next ?? undefined,
        placeholderData: keepPreviousData,
        refetchInterval: isActive(run.state) ? 2_000 : false,
      },
    ),
  )
  const records = list.data?.pages.flatMap((page) => page.records) ?? []
  return (
    <section className={classes.records} aria-label="Records">
      <div className={classes.filters}>
        <OutcomeTabs
          counts={run.counts}
          value={outcome ?? null}
          onChange={(value) => filters.set({ outcome: value })}
        />
        <TextInput
          className={classes.search}
          aria-label="Search key or number"
          placeholder="Search key or number"
          leftSection={<IconSearch size={14} />}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
      </div>
      {list.error && <Failure error={list.error} retry={() => void list.refetch()} />}
      {list.isLoading && <WaitingRows rows={8} />}
      {list.data && records.length === 0 && (
        <NoRecords run={run} filtered={outcome !== undefined || wanted !== ''} />
      )}
      {records.length > 0 && (
        <RecordList
          records={records}
          chosen={chosen}
          onChoose={onChoose}
          onEnd={() => {
            if (list.hasNextPage && !list.isFetchingNextPage) void list.fetchNextPage()
          }}
        />
      )}
    </section>
  )
}

function NoRecords({ run, filtered }: { run: Outputs['runs']['byId']; filtered: boolean }) {
  if (filtered) {
    return (
      <EmptyState icon={IconSearch} title="No record fits">
        Choose another outcome or change the search.
      </EmptyState>
    )
  }
  return isActive(run.state) ? (
    <EmptyState icon={IconHourglass} title="Under way">
      Records appear here as each page of them is finished.
    </EmptyState>
  ) : (
    <EmptyState icon={IconCircleCheck} title="Nothing to do">
      The source had nothing new since the last run
      {run.skipped > 0 && ` beside ${run.skipped.toLocaleString()} that it leaves out itself`}. To
      read further back, open the flow and choose “Run since a date”.
    </EmptyState>
  )
}
