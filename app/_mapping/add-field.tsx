'use client'

import { ActionIcon, Button, Combobox, useCombobox } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import type { RecordField } from '#nodes/connection.ts'
import classes from './add-field.module.css'
import { lineName } from './dotted.ts'
import { useMapping } from './mapping-model.tsx'
import { fieldsIn, keysAt, type TargetLine } from './target-lines.ts'
import { useFieldsView } from './use-fields-view.ts'

const MOST = 60

/** Adds a field to the result, or to the lines or the object of a row: one that the target has, or any. */
export function AddField({ line }: { line: TargetLine | null }) {
  const { target, lines, actions } = useMapping()
  const { wantFocus } = useFieldsView()
  const [search, setSearch] = useState('')
  const combobox = useCombobox({
    onDropdownClose: () => {
      combobox.resetSelectedOption()
      setSearch('')
    },
    onDropdownOpen: () => combobox.focusSearchInput(),
  })
  const isLines = line?.row?.kind === 'lines'
  const parent = line === null ? [] : isLines ? [...line.path, '[]'] : line.path
  const taken = keysAt(lines, parent)
  const known = fieldsIn(target ?? NO_TARGET, parent).filter(
    (field) => !field.readOnly && !taken.has(field.id),
  )
  const found = known.filter(fits(search)).sort(requiredFirst)
  const own = search.trim()
  const mayUse = own !== '' && !taken.has(own) && !known.some(({ id }) => id === own)
  const choose = (key: string) => {
    combobox.closeDropdown()
    wantFocus([...parent, key])
    actions.add(parent, key)
  }
  const where = line === null ? '' : ` to ${lineName(parent)}`
  return (
    <div className={line ? classes.inside : classes.add}>
      <Combobox store={combobox} onOptionSubmit={choose} position="bottom-start" width={360}>
        <Combobox.Target withAriaAttributes={false}>
          {line ? (
            <ActionIcon
              aria-label={`Add field${where}`}
              title="Add field"
              aria-expanded={combobox.dropdownOpened}
              onClick={() => combobox.toggleDropdown()}
            >
              <IconPlus size={15} />
            </ActionIcon>
          ) : (
            <Button
              size="compact-xs"
              variant="subtle"
              aria-expanded={combobox.dropdownOpened}
              leftSection={<IconPlus size={13} aria-hidden />}
              onClick={() => combobox.toggleDropdown()}
            >
              Add field
            </Button>
          )}
        </Combobox.Target>
        <Combobox.Dropdown>
          <Combobox.Search
            aria-label="Field to add"
            role="combobox"
            aria-expanded
            placeholder={known.length > 0 ? 'Name or label' : 'Name of the field'}
            value={search}
            onChange={(event) => {
              setSearch(event.currentTarget.value)
              combobox.selectFirstOption()
            }}
          />
          <Combobox.Options aria-label="Fields" mah={320} className={classes.options}>
            {found.slice(0, MOST).map((field) => (
              <Combobox.Option key={field.id} value={field.id}>
                <Choice field={field} />
              </Combobox.Option>
            ))}
            {mayUse && (
              <Combobox.Option value={own}>
                Use the name <span className={classes.id}>{own}</span>
              </Combobox.Option>
            )}
            {found.length === 0 && !mayUse && (
              <Combobox.Empty>{emptyText(taken.has(own), target?.problem ?? null)}</Combobox.Empty>
            )}
          </Combobox.Options>
        </Combobox.Dropdown>
      </Combobox>
    </div>
  )
}

function Choice({ field }: { field: RecordField }) {
  return (
    <span className={classes.choice}>
      <span className={classes.id}>{field.id}</span>
      <span className={classes.label}>{field.label}</span>
      <span className={classes.marks}>
        {[field.required && 'required', field.custom && 'custom', field.type]
          .filter(Boolean)
          .join(', ')}
      </span>
    </span>
  )
}

function emptyText(isTaken: boolean, problem: string | null): string {
  if (isTaken) return 'There is a row of this name already.'
  return problem ?? 'Type a name.'
}

function fits(search: string): (field: RecordField) => boolean {
  const words = search.toLowerCase().split(/\s+/)
  return ({ id, label }) => {
    const text = `${id} ${label}`.toLowerCase()
    return words.every((word) => text.includes(word))
  }
}

function requiredFirst(one: RecordField, other: RecordField): number {
  return Number(other.required) - Number(one.required) || one.id.localeCompare(other.id)
}

const NO_TARGET = { fields: [], under: '' }
