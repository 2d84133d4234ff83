'use client'

import { TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconFileSearch, IconSearch } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useTRPC } from '../_client/trpc.tsx'
import { useUrlFilters } from '../_client/url-filters.ts'
import { EmptyState } from '../_ui/empty-state.tsx'
import { Failure } from '../_ui/failure.tsx'
import { PageHeader } from '../_ui/page-header.tsx'
import { WaitingRows } from '../_ui/waiting-rows.tsx'
import classes from './records-screen.module.css'
import { groupByKey, Timeline } from './timeline.tsx'
import { TracePanel } from './trace-panel.tsx'

const MOST = 200
const PLACE = /^(\d+)\.(\d+)\.(\d+)$/

/** Where is invoice 1042? One search field; everything that ever happened to the record. */
export function RecordsScreen() {
  const trpc = useTRPC()
  const filters = useUrlFilters()
  const { query, setQuery, wanted } = useQueryInUrl(filters)
  const found = useQuery(
    trpc.records.search.queryOptions({ query: wanted, limit: MOST }, { enabled: wanted !== '' }),
  )
  const [runId, page, position] =
    PLACE.exec(filters.get('at') ?? '')
      ?.slice(1)
      .map(Number) ?? []
  const place =
    runId === undefined || page === undefined || position === undefined
      ? null
      : { runId, page, position }
  const groups = groupByKey(found.data ?? [])
  return (
    <div className={classes.screen} data-split={place !== null}>
      <div className={classes.main}>
        <PageHeader title="Records" />
        <TextInput
          className={classes.search}
          aria-label="Search records"
          placeholder="Invoice number, Stripe id or NetSuite id"
          leftSection={<IconSearch size={16} />}
          size="md"
          autoFocus
          value={query}
          onChange={(event) => setQuery(event.currentTarget.value)}
        />
        {found.error && <Failure error={found.error} retry={() => void found.refetch()} />}
        {wanted !== '' && found.isLoading && <WaitingRows />}
        {wanted === '' && (
          <EmptyState icon={IconFileSearch} title="Find a record">
            Type an invoice number such as 1042, a Stripe id such as in_1Qx…, or the internal id of
            the NetSuite record. You see every run that it went through.
          </EmptyState>
        )}
        {wanted !== '' && found.data && groups.length === 0 && (
          <EmptyState icon={IconFileSearch} title={`No record is called “${wanted}”`}>
            Numbers and ids are looked up from their beginning. A record that no run has read yet is
            not here.
          </EmptyState>
        )}
        {groups.map((records) => (
          <Timeline
            key={records[0].key}
            records={records}
            chosen={place}
            onChoose={(one) => filters.set({ at: `${one.runId}.${one.page}.${one.position}` })}
          />
        ))}
      </div>
      {place && (
        <TracePanel
          key={`${place.runId}.${place.page}.${place.position}`}
          place={place}
          onClose={() => filters.set({ at: null })}
        />
      )}
    </div>
  )
}

/** The search text: typed at once, in the address and asked for a moment later. */
function useQueryInUrl(filters: ReturnType<typeof useUrlFilters>) {
  const inUrl = filters.get('q') ?? ''
  const [query, setQuery] = useState(inUrl)
  const [wanted] = useDebouncedValue(query.trim(), 200)
  // A link to this page, such as from the search of everything, brings another text along.
  useEffect(() => setQuery(inUrl), [inUrl])
  useEffect(() => {
    if (wanted !== inUrl && wanted === query.trim()) filters.set({ q: wanted, at: null })
    // Only a text that was typed goes into the address.
  }, [wanted])
  return { query, setQuery, wanted }
}
