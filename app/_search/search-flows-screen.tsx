'use client'

import { Alert, SegmentedControl, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconListSearch, IconSearch } from '@tabler/icons-react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTRPC } from '../_client/trpc.tsx'
import { useUrlFilters } from '../_client/url-filters.ts'
import { useMay } from '../_shell/person.tsx'
import { EmptyState } from '../_ui/empty-state.tsx'
import { Failure } from '../_ui/failure.tsx'
import { Page, PageHeader } from '../_ui/page-header.tsx'
import { Panel } from '../_ui/panel.tsx'
import { WaitingRows } from '../_ui/waiting-rows.tsx'
import { FlowPlaces } from './flow-places.tsx'
import { ReplaceEverywhere } from './replace-everywhere.tsx'
import classes from './search-flows-screen.module.css'

const WAYS = [
  { value: 'field', label: 'Field' },
  { value: 'text', label: 'Text' },
] as const

/** Where a field, a setting or a text is used in the drafts of all flows; and replacing it there. */
export function SearchFlowsScreen() {
  const trpc = useTRPC()
  const filters = useUrlFilters()
  const mayBuild = useMay('builder')
  const [find, setFind] = useState(filters.get('q') ?? '')
  const [to, setTo] = useState('')
  const by = filters.get('by') === 'text' ? 'text' : 'field'
  const [wanted] = useDebouncedValue(find.trim(), 200)
  const search = useQuery(
    trpc.search.flows.queryOptions(
      { by, find: wanted },
      { enabled: wanted !== '', placeholderData: keepPreviousData },
    ),
  )
  const found = wanted === '' ? undefined : search.data
  const flows = found?.flows ?? []
  const count = flows.reduce((sum, flow) => sum + flow.places.length, 0)
  return (
    <Page>
      <PageHeader
        title="Search in all flows"
        about="Looks through the drafts. A field is found by the syntax of the expressions, so filters and longer paths do not hide it."
      />
      <div className={classes.form}>
        <TextInput
          label="Find"
          autoFocus
          placeholder={by === 'field' ? 'customer.email, $setting("zone"), $toMajor' : 'Any text'}
          leftSection={<IconSearch size={14} aria-hidden />}
          classNames={{ input: by === 'field' ? classes.mono : undefined }}
          value={find}
          onChange={(event) => {
            setFind(event.currentTarget.value)
            filters.set({ q: event.currentTarget.value })
          }}
        />
        <SegmentedControl
          aria-label="Search for"
          data={[...WAYS]}
          value={by}
          onChange={(value) => filters.set({ by: value === 'text' ? 'text' : null })}
        />
        {mayBuild && <ReplaceEverywhere by={by} find={wanted} to={to} onTo={setTo} flows={flows} />}
      </div>
      {search.error && <Failure error={search.error} retry={() => void search.refetch()} />}
      {wanted !== '' && search.isLoading && (
        <Panel>
          <WaitingRows />
        </Panel>
      )}
      {wanted === '' && (
        <EmptyState icon={IconListSearch} title="Where is it used?">
          Write a field such as customer.email, a setting such as $setting("accountTimeZone"), or a
          function such as $toMajor.
        </EmptyState>
      )}
      {found && !found.readable && (
        <Alert variant="light" color="gray" role="status">
          “{wanted}” is not a field such as customer.email. Choose Text to find it as it is written.
        </Alert>
      )}
      {found?.readable && (
        <p className={classes.count} role="status">
          {told(count, flows.length)}
          {found.more && ' Only the first are shown: narrow the search.'}
        </p>
      )}
      {flows.map((flow) => (
        <FlowPlaces key={flow.flowId} flow={flow} by={by} to={to} />
      ))}
    </Page>
  )
}

function told(places: number, flows: number): string {
  if (places === 0) return 'It is used in no flow.'
  const inFlows = flows === 1 ? '1 flow' : `${flows} flows`
  return `${places === 1 ? '1 place' : `${places} places`} in ${inFlows}.`
}
