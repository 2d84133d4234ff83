'use client'

import { Button, Select, Table, Text } from '@mantine/core'
import { IconRefresh, IconScale } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Outputs } from '../_server/router.ts'
import { useTRPC } from '../_client/trpc.tsx'
import { EmptyState } from '../_ui/empty-state.tsx'
import { Failure } from '../_ui/failure.tsx'
import { ListTable, NumberCell } from '../_ui/list-table.tsx'
import { Money } from '../_ui/money.tsx'
import { Panel } from '../_ui/panel.tsx'
import { Time } from '../_ui/time.tsx'
import { WaitingRows } from '../_ui/waiting-rows.tsx'
import { BooksDetails } from './books-details.tsx'
import classes from './books.module.css'

type Line = Outputs['books']['report']['objects'][number]

/** Both systems side by side: counts and sums per object and currency, and what differs. */
export function Books() {
  const trpc = useTRPC()
  const integrations = useQuery(trpc.connections.integrations.queryOptions())
  const [chosen, setChosen] = useState<string | null>(null)
  const integrationId = chosen ?? integrations.data?.[0]?.id
  const report = useQuery(
    trpc.books.report.queryOptions(
      { integrationId },
      // Every record of both systems is read: once per visit, then only when asked for.
      { enabled: integrationId !== undefined, staleTime: Infinity, refetchOnWindowFocus: false },
    ),
  )
  return (
    <Panel
      title="Books"
      aside={
        <>
          {(integrations.data?.length ?? 0) > 1 && (
            <Select
              aria-label="Integration"
              allowDeselect={false}
              value={integrationId ?? null}
              onChange={setChosen}
              data={integrations.data?.map(({ id, name }) => ({ value: id, label: name }))}
            />
          )}
          {report.data && !report.isFetching && (
            <span>
              Compared <Time at={new Date(report.dataUpdatedAt).toISOString()} />
            </span>
          )}
          <Button
            variant="default"
            size="compact-xs"
            leftSection={<IconRefresh size={13} />}
            loading={report.isFetching}
            disabled={integrationId === undefined}
            onClick={() => void report.refetch()}
          >
            Compare again
          </Button>
        </>
      }
    >
      {integrations.data?.length === 0 && (
        <EmptyState icon={IconScale} title="Nothing to compare yet">
          Join a Stripe and a NetSuite connection first.
        </EmptyState>
      )}
      {report.error && (
        <div className={classes.inset}>
          <Failure error={report.error} retry={() => void report.refetch()} />
        </div>
      )}
      {report.isLoading && <WaitingRows rows={5} />}
      {report.data && <BooksTable lines={report.data.objects} />}
      {report.data && <BooksDetails report={report.data} />}
    </Panel>
  )
}

function BooksTable({ lines }: { lines: readonly Line[] }) {
  if (lines.length === 0) {
    return <EmptyState icon={IconScale} title="Both systems are empty" />
  }
  return (
    <ListTable
      caption="Books"
      columns={[
        { label: 'Object' },
        { label: 'Currency', width: 90 },
        { label: 'Stripe count', width: 110, right: true },
        { label: 'Stripe sum', right: true },
        { label: 'NetSuite count', width: 120, right: true },
        { label: 'NetSuite sum', right: true },
        { label: 'Difference', width: 260, right: true },
      ]}
    >
      {lines.map((line) => (
        <Table.Tr key={`${line.object} ${line.currency}`}>
          <Table.Td tt="capitalize">{line.object}</Table.Td>
          <Table.Td>{line.currency}</Table.Td>
          <NumberCell>{line.stripe.count.toLocaleString()}</NumberCell>
          <NumberCell>
            <Sum line={line} system="stripe" />
          </NumberCell>
          <NumberCell>{line.netsuite.count.toLocaleString()}</NumberCell>
          <NumberCell>
            <Sum line={line} system="netsuite" />
          </NumberCell>
          <NumberCell>
            <Difference line={line} />
          </NumberCell>
        </Table.Tr>
      ))}
    </ListTable>
  )
}

/** Customers have no amount. */
function Sum({ line, system }: { line: Line; system: 'stripe' | 'netsuite' }) {
  if (line.currency === '') return null
  return <Money amount={line[system].sum} currency={line.currency} plain />
}

function Difference({ line }: { line: Line }) {
  const { count, sum } = line.difference
  if (count === 0 && Number(sum) === 0) {
    return (
      <Text span size="xs" c="var(--done)">
        ✓ none
      </Text>
    )
  }
  return (
    <span className={classes.differs}>
      {line.currency !== '' && <Money amount={sum} currency={line.currency} />}
      {count !== 0 && ` in ${records(Math.abs(count))}`}
    </span>
  )
}

function records(count: number): string {
  return `${count.toLocaleString()} ${count === 1 ? 'record' : 'records'}`
}
