'use client'

import { ActionIcon, Button, Input, TextInput } from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import type { Json, JsonObject } from '#nodes/json.ts'
import classes from './setting-table.module.css'
import { rowsOf, tableOf } from './table-rows.ts'

interface SettingTableProps {
  label: string
  help: string
  required: boolean
  error: string | undefined
  readOnly: boolean
  value: JsonObject
  onChange: (value: Json) => void
}

/**
 * A table of key and value, for `$lookup`. Rows that have no key yet, or one twice, live here only:
 * the document cannot hold them.
 */
export function SettingTable({ value, onChange, readOnly, ...wrapper }: SettingTableProps) {
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
      role="group"
      aria-label={wrapper.label}
    >
      <div className={classes.rows}>
        {rows.map((row, index) => (
          <div key={index} className={classes.row}>
            <TextInput
              aria-label={`Key ${index + 1}`}
              placeholder="Key"
              disabled={readOnly}
              error={rows.some((other, at) => at < index && other.key === row.key)}
              value={row.key}
              onChange={(event) => set(index, 'key', event.currentTarget.value)}
            />
            <TextInput
              aria-label={`Value ${index + 1}`}
              placeholder="Value"
              disabled={readOnly}
              value={row.value}
              onChange={(event) => set(index, 'value', event.currentTarget.value)}
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
