'use client'

import { Combobox, InputBase, Loader, useCombobox, type InputWrapperProps } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Outputs } from '../_server/router.ts'
import { useTRPC } from '../_client/trpc.tsx'
import classes from './pick-input.module.css'
import { usePickSource } from './pick-source.tsx'

type Choice = Outputs['connections']['choices']['choices'][number]

interface PickInputProps extends Pick<
  InputWrapperProps,
  'label' | 'description' | 'error' | 'withAsterisk' | 'size' | 'inputWrapperOrder'
> {
  /** `netsuite:item`. */
  list: string
  /** The id that is stored; blank for none. */
  value: string
  /** The id that counts while this one is blank. */
  inherited?: string
  placeholder?: string
  'aria-label'?: string
  disabled?: boolean
  classNames?: { input?: string; label?: string; description?: string; error?: string }
  onChange: (id: string) => void
}

/** Chooses something of the connected account by its name; an id may be typed as well. */
export function PickInput({ list, value, inherited = '', onChange, ...input }: PickInputProps) {
  const [typed, setTyped] = useState<string | null>(null)
  const [search] = useDebouncedValue(typed ?? '', 200)
  const combobox = useCombobox({ onDropdownClose: () => combobox.resetSelectedOption() })
  const found = useChoices(list, search.trim(), {
    wanted: combobox.dropdownOpened || typed !== null,
    limit: 50,
  })
  const chosen = useChoices(list, value || inherited, {
    wanted: value !== '' || inherited !== '',
    // The words of a short id stand in many others.
    limit: 200,
  })
  const labelOf = (id: string) => chosen.choices.find((one) => one.id === id)?.label
  const choose = (id: string) => {
    setTyped(null)
    combobox.closeDropdown()
    if (id !== value) onChange(id)
  }
  const shown = typed ?? (value === '' ? '' : (labelOf(value) ?? value))
  const own = typed?.trim() ?? ''
  const mayUseTyped = /^[\w.:-]{1,100}$/.test(own) && !found.choices.some(({ id }) => id === own)
  const hint = inherited === '' ? input.placeholder : `${labelOf(inherited) ?? inherited} (shared)`
  return (
    <Combobox store={combobox} onOptionSubmit={choose} withinPortal>
      <Combobox.Target>
        <InputBase
          {...input}
          description={note(input.description, {
            value,
            label: labelOf(value),
            problem: found.note,
          })}
          placeholder={hint ?? 'Search by name, or type an id'}
          value={shown}
          rightSection={found.isLoading ? <Loader size={14} /> : <Combobox.Chevron />}
          rightSectionPointerEvents="none"
          onClick={() => combobox.openDropdown()}
          onFocus={() => combobox.openDropdown()}
          onBlur={() => {
            combobox.closeDropdown()
            if (typed === null) return
            if (own === '' || mayUseTyped) choose(own)
            else setTyped(null)
          }}
          onChange={(event) => {
            setTyped(event.currentTarget.value)
            combobox.openDropdown()
            combobox.updateSelectedOptionIndex()
          }}
        />
      </Combobox.Target>
      <Combobox.Dropdown>
        {found.note && <div className={classes.note}>{found.note}</div>}
        <Combobox.Options mah={280} className={classes.options}>
          {found.choices.map((choice) => (
            <Combobox.Option key={choice.id} value={choice.id} active={choice.id === value}>
              <ChoiceLine choice={choice} />
            </Combobox.Option>
          ))}
          {mayUseTyped && (
            <Combobox.Option value={own}>
              Use the id <span className={classes.id}>{own}</span>
            </Combobox.Option>
          )}
          {found.choices.length === 0 && !mayUseTyped && (
            <Combobox.Empty>
              {found.isLoading ? 'Asking the account …' : 'Nothing has this name.'}
            </Combobox.Empty>
          )}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  )
}

function ChoiceLine({ choice: { id, label, detail } }: { choice: Choice }) {
  return (
    <span className={classes.choice}>
      <span className={classes.label}>{label}</span>
      {detail && <span className={classes.detail}>{detail}</span>}
      <span className={classes.id}>{id}</span>
    </span>
  )
}

/** Beside the field's own help: the id that is stored, and why names may be missing. */
function note(
  help: InputWrapperProps['description'],
  { value, label, problem }: { value: string; label: string | undefined; problem: string | null },
) {
  if (value === '' && !problem) return help
  return (
    <>
      {help && <span className={classes.help}>{help}</span>}
      {label !== undefined && label !== value && (
        <span className={classes.stored} title={value}>
          Id <span className={classes.id}>{value}</span>
        </span>
      )}
      {label === undefined && problem && <span className={classes.problem}>{problem}</span>}
    </>
  )
}

interface Found {
  choices: readonly Choice[]
  /** Why the list may be old, or is not there. */
  note: string | null
  isLoading: boolean
}

function useChoices(
  list: string,
  search: string,
  { wanted, limit }: { wanted: boolean; limit: number },
): Found {
  const trpc = useTRPC()
  const source = usePickSource()
  const system = list.startsWith('stripe:') ? 'stripe' : 'netsuite'
  const answer = useQuery(
    trpc.connections.choices.queryOptions(
      {
        of: { integrationId: source?.integrationId ?? '', system },
        list,
        search,
        limit,
      },
      { enabled: wanted && source !== null, staleTime: 60_000, placeholderData: keepPreviousData },
    ),
  )
  return {
    choices: answer.data?.choices ?? [],
    note: answer.error?.message ?? problemOf(answer.data),
    isLoading: answer.isFetching,
  }
}

function problemOf(data: Outputs['connections']['choices'] | undefined): string | null {
  if (!data?.problem) return null
  return data.choices.length > 0 ? `The list as it was last read: ${data.problem}` : data.problem
}
