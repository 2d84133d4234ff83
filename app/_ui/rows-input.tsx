'use client'

import { ActionIcon, Button, Group, Input, Stack } from '@mantine/core'
import { IconArrowDown, IconArrowUp, IconPlus, IconTrash } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import type { JsonObject } from '#nodes/json.ts'
import classes from './field-form.module.css'

interface RowsInputProps {
  label: string
  description?: string
  error?: ReactNode
  withAsterisk?: boolean
  readOnly: boolean
  /** What one row is called, such as `Condition`. */
  rowLabel: string
  rows: readonly JsonObject[]
  emptyRow: JsonObject
  onChange: (rows: JsonObject[]) => void
  renderRow: (row: JsonObject, index: number, change: (row: JsonObject) => void) => ReactNode
}

/** A list of rows that can be added, removed and put in another order. */
export function RowsInput(props: RowsInputProps) {
  const { label, description, error, withAsterisk, readOnly } = props
  const { rowLabel, rows, emptyRow, onChange, renderRow } = props
  const swap = (one: number, other: number) =>
    onChange(
      rows.map((row, index) => rows[index === one ? other : index === other ? one : index] ?? row),
    )
  return (
    <Input.Wrapper
      label={label}
      labelElement="div"
      labelProps={{ className: classes.label }}
      description={description}
      descriptionProps={{ className: classes.help }}
      inputWrapperOrder={['label', 'description', 'error', 'input']}
      error={error}
      withAsterisk={withAsterisk}
      role="group"
      aria-label={label}
    >
      <Stack gap={8} mt={8}>
        {rows.map((row, index) => {
          const name = `${rowLabel} ${index + 1}`
          return (
            // Rows have no identity of their own; all inputs inside are controlled.
            <fieldset key={index} className={classes.row} aria-label={name}>
              <div className={classes.rowHead}>
                <span>{name}</span>
                {!readOnly && (
                  <Group gap={2}>
                    <RowButton
                      name={`Move ${name} up`}
                      icon={<IconArrowUp size={14} />}
                      disabled={index === 0}
                      onClick={() => swap(index, index - 1)}
                    />
                    <RowButton
                      name={`Move ${name} down`}
                      icon={<IconArrowDown size={14} />}
                      disabled={index === rows.length - 1}
                      onClick={() => swap(index, index + 1)}
                    />
                    <RowButton
                      name={`Remove ${name}`}
                      icon={<IconTrash size={14} />}
                      onClick={() => onChange(rows.filter((_, one) => one !== index))}
                    />
                  </Group>
                )}
              </div>
              {renderRow(row, index, (changed) =>
                onChange(rows.map((one, at) => (at === index ? changed : one))),
              )}
            </fieldset>
          )
        })}
        {!readOnly && (
          <Button
            variant="default"
            size="compact-sm"
            w="fit-content"
            leftSection={<IconPlus size={14} aria-hidden />}
            onClick={() => onChange([...rows, emptyRow])}
          >
            Add {rowLabel.toLowerCase()}
          </Button>
        )}
      </Stack>
    </Input.Wrapper>
  )
}

interface RowButtonProps {
  name: string
  icon: ReactNode
  disabled?: boolean
  onClick: () => void
}

function RowButton({ name, icon, disabled, onClick }: RowButtonProps) {
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      size="sm"
      aria-label={name}
      title={name}
      disabled={disabled}
      onClick={onClick}
    >
      {icon}
    </ActionIcon>
  )
}
