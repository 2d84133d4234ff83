'use client'

import { ActionIcon, Button, Input, TextInput } from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import type { TableColumn } from '#engine/graph/schema.ts'
import type { Json, JsonObject } from '#nodes/json.ts'
import { FIELD_LOOK } from '../_ui/field-form.tsx'
import { PickInput } from '../_ui/pick-input.tsx'
import { pickList } from './setting-fields.ts'
import classes from './setting-table.module.css'
import { rowsOf, tableOf } from './table-rows.ts'

interface SettingTableProps {
  label: string
  help: string
  required: boolean
  error: string | undefined
  readOnly: boolean
  value: JsonObject
  columns?: { key: TableColumn; value: TableColumn }
  onChange: (value: Json) => void
}

const COLUMNS = { key: { label: 'Key', type: 'text' }, value: { label: 'Value', type: 'text' } }

/**
 * A table of key and value, for `$lookup`. Rows that have no key yet, or one twice, live here only:
 * the document cannot hold them.
 */
export function SettingTable(props: SettingTableProps) {
  const { value, onChange, readOnly, columns = COLUMNS, ...wrapper } = props
  const [rows, setRows] = useState(() => rowsOf(value))
  useEffect(() => {
    setRows((shown) =>
      JSON.stringify(tableOf(shown)) === JSON.stringify(value) ? shown : rowsOf(value),
    )
  }, [value])
  const change = (next: typeof rows) => {
    setRows(next)
    const table = tableOf(next)
    if (JSON.stringify(table) !== JSON.stringify(value)) onChange(table)
  }
  const set = (index: number, part: 'key' | 'value', entry: string) =>
    change(rows.map((row, at) => (at === index ? { ...row, [part]: entry } : row)))
  return (
    <Input.Wrapper
      label={wrapper.label}
      labelElement="div"
      description={wrapper.help}
      error={wrapper.error}
      withAsterisk={wrapper.required}
      {...FIELD_LOOK}
      classNames={{
        ...FIELD_LOOK.classNames,
        label: `${FIELD_LOOK.classNames.label} ${classes.label}`,
      }}
      role="group"
      aria-label={wrapper.label}
    >
      {rows.length > 0 && (
        <div className={classes.rows}>
          <div className={classes.row} aria-hidden>
            <span className={classes.head}>{columns.key.label}</span>
            <span className={classes.head}>{columns.value.label}</span>
          </div>
          {rows.map((row, index) => (
            <div key={index} className={classes.row}>
              <Entry
                column={columns.key}
                row={index + 1}
                value={row.key}
                readOnly={readOnly}
                isTwice={rows.some((other, at) => at < index && other.key === row.key)}
                onChange={(entry) => set(index, 'key', entry)}
              />
              <Entry
                column={columns.value}
                row={index + 1}
                value={row.value}
                readOnly={readOnly}
                onChange={(entry) => set(index, 'value', entry)}
              />
              {!readOnly && (
                <ActionIcon
                  aria-label={`Remove row ${index + 1}`}
                  title={`Remove row ${index + 1}`}
                  onClick={() => change(rows.filter((_, at) => at !== index))}
                >
                  <IconTrash size={14} />
                </ActionIcon>
              )}
            </div>
          ))}
        </div>
      )}
      {!readOnly && (
        <Button
          variant="default"
          size="compact-sm"
          leftSection={<IconPlus size={14} aria-hidden />}
          onClick={() => setRows([...rows, { key: '', value: '' }])}
        >
          Add row
        </Button>
      )}
    </Input.Wrapper>
  )
}

interface EntryProps {
  column: TableColumn
  /** Counted from 1. */
  row: number
  value: string
  readOnly: boolean
  isTwice?: boolean
  onChange: (entry: string) => void
}

function Entry({ column, row, value, readOnly, isTwice = false, onChange }: EntryProps) {
  const list = pickList(column.type)
  const common = {
    'aria-label': `${column.label} ${row}`,
    disabled: readOnly,
    error: isTwice && 'Stands in a row above already.',
    value,
    inputWrapperOrder: FIELD_LOOK.inputWrapperOrder,
  }
  if (list) return <PickInput {...common} list={list} onChange={onChange} />
  return (
    <TextInput
      {...common}
      placeholder={column.label}
      className={classes.text}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  )
}
