'use client'

import { Button, Center, Group, Switch, Table, UnstyledButton } from '@mantine/core'
import { IconChevronDown, IconChevronRight, IconListDetails } from '@tabler/icons-react'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useState } from 'react'
import type { Outputs } from '../_server/router.ts'
import { useTRPC } from '../_client/trpc.tsx'
import { useUrlFilters } from '../_client/url-filters.ts'
import { EmptyState } from '../_ui/empty-state.tsx'
import { Failure } from '../_ui/failure.tsx'
import { JsonView } from '../_ui/json-view.tsx'
import { ListTable, NumberCell, type Column } from '../_ui/list-table.tsx'
import { Panel } from '../_ui/panel.tsx'
import { Time } from '../_ui/time.tsx'
import { WaitingRows } from '../_ui/waiting-rows.tsx'
import classes from './exchange-log.module.css'
import type { Connection } from './use-connections.ts'

type Exchange = Outputs['connections']['exchanges'][number]

const PAGE = 100

const COLUMNS: readonly Column[] = [
  { label: 'Time', width: 150 },
  { label: 'Method', width: 78 },
  { label: 'Address' },
  { label: 'Status', width: 96 },
  { label: 'ms', width: 76, right: true },
  { label: 'Run', width: 72 },
]

/** Requests to the other system and its answers, newest first; a click shows both bodies. */
export function ExchangeLog({ connection }: { connection: Connection }) {
  const trpc = useTRPC()
  const filters = useUrlFilters()
  const failedOnly = filters.get('failed') === '1'
  const log = useInfiniteQuery(
    trpc.connections.exchanges.infiniteQueryOptions(
      { connectionId: connection.id, failedOnly, limit: PAGE },
      {
        getNextPageParam: (last) => (last.length === PAGE ? last.at(-1)?.id : undefined),
        placeholderData: keepPreviousData,
        refetchInterval: 5_000,
      },
    ),
  )
  const exchanges = log.data?.pages.flat() ?? []
  return (
    <>
      <Group mb="sm" gap="md">
        <Switch
          size="xs"
          label="Failed only"
          checked={failedOnly}
          onChange={(event) => filters.set({ failed: event.currentTarget.checked ? '1' : null })}
        />
        <span className={classes.about}>
          Every failure is kept and a sample of the rest; secrets are masked.
        </span>
      </Group>
      {log.error && <Failure error={log.error} retry={() => void log.refetch()} />}
      <Panel>
        {log.isLoading && <WaitingRows rows={10} />}
        {log.data && exchanges.length === 0 && (
          <EmptyState
            icon={IconListDetails}
            title={failedOnly ? 'No request has failed' : 'No request yet'}
          >
            {failedOnly
              ? 'Switch the filter off to see the others.'
              : 'Test the connection, or run a flow.'}
          </EmptyState>
        )}
        {exchanges.length > 0 && (
          <ListTable caption="Exchange log" columns={COLUMNS}>
            {exchanges.map((exchange) => (
              <ExchangeRows key={exchange.id} exchange={exchange} />
            ))}
          </ListTable>
        )}
        {log.hasNextPage && (
          <Center p="xs">
            <Button
              variant="subtle"
              loading={log.isFetchingNextPage}
              onClick={() => void log.fetchNextPage()}
            >
              Show older ones
            </Button>
          </Center>
        )}
      </Panel>
    </>
  )
}

function ExchangeRows({ exchange }: { exchange: Exchange }) {
  const [open, setOpen] = useState(false)
  const { at, method, url, status, ms, runId } = exchange
  const bad = status === 0 || status >= 400
  const Chevron = open ? IconChevronDown : IconChevronRight
  return (
    <>
      <Table.Tr className={classes.row} onClick={() => setOpen(!open)}>
        <Table.Td>
          <UnstyledButton
            className={classes.toggle}
            aria-expanded={open}
            aria-label={`${open ? 'Hide' : 'Show'} request and answer`}
            onClick={(event) => {
              event.stopPropagation()
              setOpen(!open)
            }}
          >
            <Chevron size={14} />
          </UnstyledButton>
          <Time at={at} />
        </Table.Td>
        <Table.Td className={classes.mono}>{method}</Table.Td>
        <Table.Td className={classes.mono} title={url}>
          {url}
        </Table.Td>
        <Table.Td>
          <span className={classes.status} data-bad={bad}>
            {status === 0 ? 'no answer' : status}
          </span>
        </Table.Td>
        <NumberCell>{ms.toLocaleString()}</NumberCell>
        <Table.Td>
          {runId !== undefined && (
            <Link href={`/runs/${runId}`} onClick={(event) => event.stopPropagation()}>
              {runId}
            </Link>
          )}
        </Table.Td>
      </Table.Tr>
      {open && (
        <Table.Tr>
          <Table.Td colSpan={COLUMNS.length} className={classes.bodies}>
            <p className={classes.url}>{url}</p>
            <Body title="Request" what="the request" value={exchange.request} />
            <Body title="Answer" what="the answer" value={exchange.response} />
          </Table.Td>
        </Table.Tr>
      )}
    </>
  )
}

interface BodyProps {
  title: string
  what: string
  value: Exchange['request']
}

function Body({ title, what, value }: BodyProps) {
  return (
    <>
      <h3 className={classes.title}>{title}</h3>
      {value === undefined ? (
        <p className={classes.about}>No body.</p>
      ) : (
        <JsonView value={value} what={what} />
      )}
    </>
  )
}
