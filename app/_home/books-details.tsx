'use client'

import { Table, Tabs } from '@mantine/core'
import Link from 'next/link'
import type { Outputs } from '../_server/router.ts'
import { ListTable, NumberCell } from '../_ui/list-table.tsx'
import { Money } from '../_ui/money.tsx'
import classes from './books.module.css'

type Report = Outputs['books']['report']

const MOST = 200

/** The records behind a difference, and those of which it is known why they differ. */
export function BooksDetails({ report }: { report: Report }) {
  const { differing, excluded } = report
  if (differing.length === 0 && excluded.length === 0) return null
  const held = excluded.filter((record) => record.cause !== 'left out')
  const leftOut = excluded.filter((record) => record.cause === 'left out')
  const first = differing.length > 0 ? 'differing' : held.length > 0 ? 'held' : 'excluded'
  return (
    <Tabs defaultValue={first} className={classes.details} keepMounted={false}>
      <Tabs.List>
        <Tabs.Tab value="differing">Differing records ({differing.length})</Tabs.Tab>
        <Tabs.Tab value="held">Waiting or stopped ({held.length})</Tabs.Tab>
        <Tabs.Tab value="excluded">Left out on purpose ({leftOut.length})</Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value="differing">
        <Differing records={differing} />
      </Tabs.Panel>
      <Tabs.Panel value="held">
        <Excluded caption="Waiting or stopped" records={held} none="Nothing waits." />
      </Tabs.Panel>
      <Tabs.Panel value="excluded">
        <Excluded caption="Left out" records={leftOut} none="Nothing was left out." />
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
        { label: 'Object', width: 120 },
        { label: 'Record', width: 220 },
        { label: 'Stripe', width: 170, right: true },
        { label: 'NetSuite', width: 170, right: true },
        { label: 'Why' },
      ]}
    >
      {records.slice(0, MOST).map((record) => (
        <Table.Tr key={`${record.object} ${record.key}`}>
          <Table.Td tt="capitalize">{record.object}</Table.Td>
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

function Excluded(props: { caption: string; records: Report['excluded']; none: string }) {
  const { caption, records, none } = props
  if (records.length === 0) return <p className={classes.fine}>{none}</p>
  return (
    <ListTable
      caption={caption}
      columns={[{ label: 'Object', width: 120 }, { label: 'Record', width: 220 }, { label: 'Why' }]}
    >
      {records.slice(0, MOST).map((record) => (
        <Table.Tr key={`${record.object} ${record.key}`}>
          <Table.Td tt="capitalize">{record.object}</Table.Td>
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
