'use client'

import { useDebouncedValue } from '@mantine/hooks'
import { Spotlight, type SpotlightActionGroupData } from '@mantine/spotlight'
import {
  IconArrowsSplit2,
  IconCornerDownLeft,
  IconFileText,
  IconPlugConnected,
  IconSearch,
} from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import type { Outputs } from '../_server/router.ts'
import { useTRPC } from '../_client/trpc.tsx'
import { moneyText } from '../_ui/money.tsx'
import { OutcomeBadge } from '../_ui/outcome-badge.tsx'
import classes from './search-everything.module.css'

const PAGES = [
  { label: 'Home', href: '/', words: 'books overview start' },
  { label: 'Flows', href: '/flows', words: 'list import' },
  { label: 'Search in all flows', href: '/flows/search', words: 'find replace field used where' },
  { label: 'Runs', href: '/runs', words: 'history' },
  { label: 'Records', href: '/records', words: 'search invoice timeline' },
  { label: 'Errors', href: '/errors', words: 'failed retry resolve' },
  { label: 'Connections', href: '/connections', words: 'stripe netsuite keys' },
  { label: 'Sandbox', href: '/sandbox', words: 'stand-in test systems faults clock' },
]
const LEAST_CHARACTERS = 3
/** The same record may be in many runs: more are asked for than are shown. */
const MOST_FOUND = 50
const MOST_RECORDS = 8

/** Ctrl-K or ⌘-K: flows and pages by name, records by key or number. */
export function SearchEverything() {
  const [query, setQuery] = useState('')
  const { actions, searching } = useActions(query)
  return (
    <Spotlight
      query={query}
      onQueryChange={setQuery}
      actions={actions}
      // What the groups hold was searched for already: records by the server, the rest above.
      filter={(_query, groups) => groups}
      nothingFound={searching ? 'Searching …' : 'Nothing has this name, key or number.'}
      shortcut={['mod + K']}
      scrollable
      centered={false}
      yOffset="14vh"
      overlayProps={{ backgroundOpacity: 0.35, blur: 0 }}
      maxHeight={420}
      classNames={{ actionsGroup: classes.group, actionDescription: classes.description }}
      searchProps={{
        placeholder: 'Flow, page, invoice number, Stripe id, NetSuite id …',
        'aria-label': 'Search everything',
        leftSection: <IconSearch size={16} />,
      }}
    />
  )
}

function useActions(query: string) {
  const trpc = useTRPC()
  const router = useRouter()
  const [wanted] = useDebouncedValue(query.trim(), 150)
  const flows = useQuery(trpc.flows.list.queryOptions())
  const connections = useQuery(trpc.connections.list.queryOptions())
  const records = useQuery(
    trpc.records.search.queryOptions(
      { query: wanted, limit: MOST_FOUND },
      { enabled: wanted.length >= LEAST_CHARACTERS },
    ),
  )
  const go = (href: string) => () => router.push(href)
  const groups: SpotlightActionGroupData[] = [
    {
      group: 'Records',
      actions: (wanted.length >= LEAST_CHARACTERS ? newestOfEach(records.data ?? []) : [])
        .slice(0, MOST_RECORDS)
        .map((record) => ({
          id: `record-${record.key}`,
          label: record.name ?? record.key,
          description: describe(record),
          rightSection: <OutcomeBadge outcome={record.outcome} />,
          leftSection: <IconFileText size={16} />,
          onClick: go(`/records?q=${encodeURIComponent(record.key)}`),
        })),
    },
    {
      group: 'Flows',
      actions: (flows.data ?? [])
        .filter((flow) => matches(query, flow.name))
        .map((flow) => ({
          id: `flow-${flow.id}`,
          label: flow.name,
          leftSection: <IconArrowsSplit2 size={16} />,
          onClick: go(`/flows/${flow.id}`),
        })),
    },
    {
      group: 'Connections',
      actions: (connections.data ?? [])
        .filter((one) => matches(query, `${one.name} connection`))
        .map((one) => ({
          id: `connection-${one.id}`,
          label: one.name,
          description: one.state === 'offline' ? 'Offline' : undefined,
          leftSection: <IconPlugConnected size={16} />,
          onClick: go(`/connections/${one.id}`),
        })),
    },
    {
      group: 'Pages',
      actions: PAGES.filter((page) => matches(query, `${page.label} ${page.words}`)).map(
        (page) => ({
          id: `page-${page.href}`,
          label: page.label,
          leftSection: <IconCornerDownLeft size={16} />,
          onClick: go(page.href),
        }),
      ),
    },
  ]
  const searching = wanted !== query.trim() || records.isFetching
  return { actions: groups.filter((group) => group.actions.length > 0), searching }
}

function matches(query: string, text: string): boolean {
  const words = query.toLowerCase().split(/\s+/)
  return words.every((word) => text.toLowerCase().includes(word))
}

function newestOfEach(records: readonly FoundRecord[]): FoundRecord[] {
  const newest = new Map<string, FoundRecord>()
  for (const record of records) {
    if (!newest.has(record.key)) newest.set(record.key, record)
  }
  return [...newest.values()]
}

function describe(record: FoundRecord): string {
  return [moneyText(record.amount, record.currency), record.key].filter(Boolean).join(' · ')
}

type FoundRecord = Outputs['records']['search'][number]
