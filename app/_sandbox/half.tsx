'use client'

import { Button, Center, Tabs, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconPlus, IconSearch } from '@tabler/icons-react'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTRPC } from '../_client/trpc.tsx'
import { useUrlFilters } from '../_client/url-filters.ts'
import { useMay } from '../_shell/person.tsx'
import { EmptyState } from '../_ui/empty-state.tsx'
import { Failure } from '../_ui/failure.tsx'
import { WaitingRows } from '../_ui/waiting-rows.tsx'
import { CreateInvoice } from './create-invoice.tsx'
import classes from './half.module.css'
import { LISTS, placeOf, SYSTEM_NAMES, type Place, type SandboxSystem } from './list-words.ts'
import { RecordRows } from './record-rows.tsx'
import { Trouble } from './trouble.tsx'
import { WebhookTrouble } from './webhook-trouble.tsx'

interface HalfProps {
  system: SandboxSystem
  onOpen: (place: Place) => void
}

const PAGE = 20

/** One of the two systems: its lists, and what can be done to it. */
export function Half({ system, onOpen }: HalfProps) {
  const filters = useUrlFilters()
  const mayChange = useMay('builder')
  const [creating, setCreating] = useState(false)
  const lists = LISTS[system]
  const list = lists.find((one) => one.list === filters.get(system))?.list ?? 'invoice'
  const name = SYSTEM_NAMES[system]
  return (
    <section className={classes.half} data-system={system} aria-label={name}>
      <header className={classes.head}>
        <h2 className={classes.title}>{name}</h2>
        {mayChange && (
          <Button leftSection={<IconPlus size={14} />} onClick={() => setCreating(true)}>
            Create invoice
          </Button>
        )}
      </header>
      <Trouble system={system} />
      {system === 'stripe' && <WebhookTrouble />}
      <Tabs
        value={list}
        onChange={(value) => filters.set({ [system]: value === 'invoice' ? null : value })}
      >
        <Tabs.List className={classes.tabs}>
          {lists.map((one) => (
            <Tabs.Tab key={one.list} value={one.list}>
              {one.title}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value={list}>
          <RecordList key={list} system={system} list={list} onOpen={onOpen} />
        </Tabs.Panel>
      </Tabs>
      {creating && (
        <CreateInvoice
          system={system}
          onClose={() => setCreating(false)}
          onCreated={(id) => {
            setCreating(false)
            onOpen({ system, list: 'invoice', id })
          }}
        />
      )}
    </section>
  )
}

interface RecordListProps {
  system: SandboxSystem
  list: Place['list']
  onOpen: (place: Place) => void
}

function RecordList({ system, list, onOpen }: RecordListProps) {
  const trpc = useTRPC()
  const [search, setSearch] = useState('')
  const [wanted] = useDebouncedValue(search.trim(), 250)
  const place = placeOf(system, list, 'any')
  const found = useInfiniteQuery(
    trpc.sandbox.list.infiniteQueryOptions(
      { ...(place ?? FIRST), search: wanted, limit: PAGE },
      {
        getNextPageParam: (last) => last.next ?? undefined,
        placeholderData: keepPreviousData,
        refetchInterval: 10_000,
      },
    ),
  )
  const rows = found.data?.pages.flatMap((page) => page.rows) ?? []
  return (
    <>
      <TextInput
        className={classes.search}
        aria-label={`Search ${SYSTEM_NAMES[system]}`}
        placeholder="Name, number or id"
        leftSection={<IconSearch size={14} />}
        value={search}
        onChange={(event) => setSearch(event.currentTarget.value)}
      />
      {found.error && <Failure error={found.error} retry={() => void found.refetch()} />}
      {found.isLoading && <WaitingRows rows={10} />}
      {found.data && rows.length === 0 && (
        <EmptyState icon={IconSearch} title="Nothing here">
          {wanted === ''
            ? 'Create an invoice, or fill both systems with Seed.'
            : 'Change the search.'}
        </EmptyState>
      )}
      {rows.length > 0 && <RecordRows system={system} list={list} rows={rows} onOpen={onOpen} />}
      {found.hasNextPage && (
        <Center p="xs">
          <Button
            variant="subtle"
            loading={found.isFetchingNextPage}
            onClick={() => void found.fetchNextPage()}
          >
            Show older ones
          </Button>
        </Center>
      )}
    </>
  )
}

const FIRST = { system: 'stripe', list: 'invoice' } as const
