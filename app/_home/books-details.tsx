'use client'

import { Table, Tabs } from '@mantine/core'
import Link from 'next/link'
import type { Outputs } from '../_server/router.ts'
import { ListTable, NumberCell } from '../_ui/list-table.tsx'
import { Money } from '../_ui/money.tsx'
import classes from './books.module.css'

type Report = Outputs['books']['report']

const MOST = 200

/** The records behind a difference, and those that were left out on purpose. */
export function BooksDetails({ report }: { report: Report }) {
  const { differing, excluded } = report
  if (differing.length === 0 && excluded.length === 0) return null
  return (
    <Tabs
      defaultValue={differing.length > 0 ? 'differing' : 'excluded'}
      className={classes.details}
      keepMounted={false}
    >
      <Tabs.List>
        <Tabs.Tab value="differing">Differing records ({differing.length})</Tabs.Tab>
        <Tabs.Tab value="excluded">Left out on purpose ({excluded.length})</Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value="differing">
        <Differing records={differing} />
      </Tabs.Panel>
      <Tabs.Panel value="excluded">
        <Excluded records={excluded} />
      </Tabs.Panel>
    </Tabs>
  )
}

function Differing({ records }: { records: Report['differing'] }) {
  if (records.length === 0) return <p className={classes.fine}>✓ Every record agrees.</p>
  return (
    <ListTable
      caption="Differing records"
      columns={[
        { label: 'Record', width: 220 },
        { label: 'Stripe', width: 170, right: true },
        { label: 'NetSuite', width: 170, right: true },
        { label: 'Why' },
      ]}
    >
      {records.slice(0, MOST).map((record) => (
        <Table.Tr key={record.key}>
          <Table.Td>
            <RecordLink record={record} />
          </Table.Td>
          <NumberCell>
            <Money amount={record.stripe} currency={record.currency} />
          </NumberCell>
          <NumberCell>
            {record.netsuite === null ? (
              <span className={classes.absent}>not there</span>
            ) : (
              <Money amount={record.netsuite} currency={record.currency} />
            )}
          </NumberCell>
          <Table.Td title={record.reason}>{record.reason}</Table.Td>
        </Table.Tr>
      ))}
    </ListTable>
  )
}

function Excluded({ records }: { records: Report['excluded'] }) {
  if (records.length === 0) return <p className={classes.fine}>Nothing was left out.</p>
  return (
    <ListTable caption="Left out" columns={[{ label: 'Record', width: 220 }, { label: 'Why' }]}>
      {records.slice(0, MOST).map((record) => (
        <Table.Tr key={record.key}>
          <Table.Td>
            <RecordLink record={record} />
          </Table.Td>
          <Table.Td title={record.reason}>{record.reason}</Table.Td>
        </Table.Tr>
      ))}
    </ListTable>
  )
}

function RecordLink({ record }: { record: { key: string; name: string | null } }) {
  return (
    <Link href={`/records?q=${encodeURIComponent(record.key)}`} title={record.key}>
      {record.name ?? record.key}
    </Link>
  )
}
