'use client'

import { Table, UnstyledButton } from '@mantine/core'
import { IconArrowsLeftRight } from '@tabler/icons-react'
import { ListTable, NumberCell, type Column } from '../_ui/list-table.tsx'
import { Money } from '../_ui/money.tsx'
import { DayOrTime } from './day-or-time.tsx'
import classes from './record-rows.module.css'
import {
  oneOf,
  placeOf,
  SYSTEM_NAMES,
  type Place,
  type SandboxRow,
  type SandboxSystem,
} from './list-words.ts'
import { StateWord } from './state-word.tsx'

interface RecordRowsProps {
  system: SandboxSystem
  list: Place['list']
  rows: readonly SandboxRow[]
  onOpen: (place: Place) => void
}

const CUSTOMER_COLUMNS: readonly Column[] = [
  { label: 'Name' },
  { label: 'E-mail' },
  { label: 'Created', width: 96 },
  { label: 'Link', width: 52 },
]

const COLUMNS: readonly Column[] = [
  { label: 'Number', width: 134 },
  { label: 'Customer' },
  { label: 'State', width: 92 },
  { label: 'Amount', width: 118, right: true },
  { label: 'Date', width: 102 },
  { label: 'Link', width: 44 },
]

/** The records of one list; a click opens the record. */
export function RecordRows({ system, list, rows, onOpen }: RecordRowsProps) {
  const customers = list === 'customer'
  const caption = `${SYSTEM_NAMES[system]}: ${oneOf({ system, list })} list`
  return (
    <ListTable caption={caption} columns={customers ? CUSTOMER_COLUMNS : COLUMNS} minWidth={570}>
      {rows.map((row) => {
        const place = placeOf(system, list, row.id)
        const open = () => place && onOpen(place)
        return (
          <Table.Tr key={row.id} className={classes.row} onClick={open}>
            <Table.Td title={row.name}>
              <UnstyledButton
                className={classes.name}
                onClick={(event) => {
                  event.stopPropagation()
                  open()
                }}
              >
                {row.name}
              </UnstyledButton>
            </Table.Td>
            <Table.Td title={row.about}>{row.about}</Table.Td>
            {!customers && (
              <Table.Td>
                <StateWord state={row.state} />
              </Table.Td>
            )}
            {!customers && (
              <NumberCell>
                <Money amount={row.amount} currency={row.currency} />
              </NumberCell>
            )}
            <Table.Td>
              <DayOrTime at={row.at} />
            </Table.Td>
            <Table.Td>
              <Counterpart row={row} onOpen={onOpen} />
            </Table.Td>
          </Table.Tr>
        )
      })}
    </ListTable>
  )
}

function Counterpart({ row, onOpen }: Pick<RecordRowsProps, 'onOpen'> & { row: SandboxRow }) {
  if (!row.counterpart) return null
  const { system, list, id } = row.counterpart
  const place = placeOf(system, list, id)
  if (!place) return null
  const words = `${oneOf(place)} ${id} in ${SYSTEM_NAMES[system]}`
  return (
    <UnstyledButton
      className={classes.link}
      data-system={system}
      aria-label={`Open ${words}`}
      title={words}
      onClick={(event) => {
        event.stopPropagation()
        onOpen(place)
      }}
    >
      <IconArrowsLeftRight size={15} />
    </UnstyledButton>
  )
}
