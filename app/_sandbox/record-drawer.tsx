'use client'

import { Drawer, Table, UnstyledButton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTRPC } from '../_client/trpc.tsx'
import { Failure } from '../_ui/failure.tsx'
import { IdText } from '../_ui/id-text.tsx'
import { ListTable, NumberCell } from '../_ui/list-table.tsx'
import { Money } from '../_ui/money.tsx'
import { WaitingRows } from '../_ui/waiting-rows.tsx'
import { DayOrTime } from './day-or-time.tsx'
import { oneOf, placeOf, SYSTEM_NAMES, type Place, type SandboxRecord } from './list-words.ts'
import { RecordActions } from './record-actions.tsx'
import classes from './record-drawer.module.css'
import { StateWord } from './state-word.tsx'

interface RecordDrawerProps {
  place: Place
  /** Null closes. */
  onOpen: (place: Place | null) => void
}

/** The page of one record in its system. */
export function RecordDrawer({ place, onOpen }: RecordDrawerProps) {
  const trpc = useTRPC()
  const record = useQuery(trpc.sandbox.record.queryOptions(place, { refetchInterval: 5_000 }))
  const title = `${oneOf(place)} in ${SYSTEM_NAMES[place.system]}`
  return (
    <Drawer opened onClose={() => onOpen(null)} position="right" size={620} title={title}>
      {record.error && <Failure error={record.error} retry={() => void record.refetch()} />}
      {record.isLoading && <WaitingRows rows={10} />}
      {record.data && <LoadedRecord place={place} record={record.data} onOpen={onOpen} />}
    </Drawer>
  )
}

interface LoadedProps extends RecordDrawerProps {
  record: SandboxRecord
}

function LoadedRecord({ place, record, onOpen }: LoadedProps) {
  return (
    <div className={classes.record} data-system={place.system}>
      <header className={classes.head}>
        <h3 className={classes.name}>{record.name}</h3>
        <StateWord state={record.state} />
        <span className={classes.amount}>
          <Money amount={record.amount} currency={record.currency} />
        </span>
      </header>
      <RecordActions place={place} record={record} />
      <dl className={classes.facts}>
        <Fact label="Id">
          <IdText id={record.id} />
        </Fact>
        {record.at && (
          <Fact label="Date">
            <DayOrTime at={record.at} />
          </Fact>
        )}
        {record.counterparts.map((one) => (
          <Fact key={one.id} label={`In ${SYSTEM_NAMES[one.system]}`}>
            <PlaceLink {...one} name={one.id} onOpen={onOpen} />
          </Fact>
        ))}
        {record.related.map(({ list, id, name, what }) => (
          <Fact key={`${list}-${id}`} label={what}>
            <PlaceLink system={place.system} list={list} id={id} name={name} onOpen={onOpen} />
          </Fact>
        ))}
        {record.facts.map(({ label, value }) => (
          <Fact key={label} label={label}>
            {value}
          </Fact>
        ))}
      </dl>
      {record.lines.length > 0 && <Lines place={place} record={record} onOpen={onOpen} />}
    </div>
  )
}

function Lines({ place, record, onOpen }: LoadedProps) {
  return (
    <ListTable
      caption="Lines"
      minWidth={420}
      columns={[
        { label: 'Line' },
        { label: 'Quantity', width: 76, right: true },
        { label: 'Amount', width: 120, right: true },
      ]}
    >
      {record.lines.map((line, index) => (
        <Table.Tr key={index}>
          <Table.Td title={line.text}>
            {line.to ? (
              <PlaceLink system={place.system} {...line.to} name={line.text} onOpen={onOpen} />
            ) : (
              line.text
            )}
          </Table.Td>
          <NumberCell>{line.quantity}</NumberCell>
          <NumberCell>
            <Money amount={line.amount} currency={record.currency} plain />
          </NumberCell>
        </Table.Tr>
      ))}
    </ListTable>
  )
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </>
  )
}

interface PlaceLinkProps {
  system: string
  list: string
  id: string
  name: string
  onOpen: (place: Place) => void
}

function PlaceLink({ system, list, id, name, onOpen }: PlaceLinkProps) {
  const place = placeOf(system, list, id)
  if (!place) return name
  return (
    <UnstyledButton className={classes.link} onClick={() => onOpen(place)}>
      {name}
    </UnstyledButton>
  )
}
