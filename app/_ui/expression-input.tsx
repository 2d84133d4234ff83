'use client'

import { Combobox, Textarea, useCombobox, type TextareaProps } from '@mantine/core'
import { useEffect, useMemo, useRef, useState } from 'react'
import { useMappingPlace } from '../_mapping/mapping-place.tsx'
import { wordCompletions, type WordCompletions } from '../_mapping-language/word-completions.ts'
import { expressionFault } from './expression-fault.ts'
import classes from './expression-input.module.css'
import { expressionSources } from './expression-sources.ts'
import { FaultNote } from './fault-note.tsx'
import formClasses from './field-form.module.css'

interface ExpressionInputProps extends Omit<TextareaProps, 'onChange' | 'value' | 'classNames'> {
  value: string
  onChange: (text: string) => void
  classNames?: { input?: string; label?: string; description?: string }
}

/**
 * One JSONata expression: a line of code that grows, checked while it is typed. Within a node of the
 * designer it offers the record's fields, functions and settings for the word before the cursor.
 */
export function ExpressionInput({ value, onChange, error, ...rest }: ExpressionInputProps) {
  const fault = useMemo(() => expressionFault(value), [value])
  const input = useRef<HTMLTextAreaElement>(null)
  const place = useMappingPlace()
  const { openDropdown, closeDropdown, selectFirstOption, ...store } = useCombobox()
  const [offered, setOffered] = useState<WordCompletions | null>(null)
  const items = offered?.items ?? []
  const close = () => {
    setOffered(null)
    closeDropdown()
  }

  useEffect(() => {
    if (!offered) return
    openDropdown()
    // The options of what was typed last are drawn by then.
    selectFirstOption()
  }, [offered, openDropdown, selectFirstOption])

  const type = (text: string, cursor: number) => {
    onChange(text)
    const found = wordCompletions(text, cursor, expressionSources(place))
    if (found) setOffered(found)
    else close()
  }
  const choose = (label: string) => {
    const chosen = items.find((item) => item.label === label)
    if (!offered || !chosen) return
    const text = value.slice(0, offered.start) + chosen.insert + value.slice(offered.end)
    const cursor = offered.start + chosen.insert.length
    onChange(text)
    close()
    requestAnimationFrame(() => input.current?.setSelectionRange(cursor, cursor))
  }
  return (
    <Combobox
      store={{ openDropdown, closeDropdown, selectFirstOption, ...store }}
      onOptionSubmit={choose}
      onClose={close}
      position="bottom-start"
      width="max-content"
      offset={4}
    >
      <Combobox.Target withKeyboardNavigation={offered !== null}>
        <Textarea
          {...rest}
          ref={input}
          classNames={{ ...rest.classNames, input: formClasses.code }}
          autosize
          minRows={1}
          maxRows={10}
          spellCheck={false}
          autoCapitalize="off"
          autoComplete="off"
          value={value}
          error={fault ? <FaultNote fault={fault} /> : error}
          errorProps={{ component: 'div' }}
          onBlur={close}
          onChange={({ currentTarget }) => type(currentTarget.value, currentTarget.selectionStart)}
        />
      </Combobox.Target>
      <Combobox.Dropdown hidden={items.length === 0} className={classes.list}>
        <Combobox.Options aria-label="Suggestions">
          {items.map(({ label, detail }) => (
            <Combobox.Option key={label} value={label} className={classes.option}>
              <span className={classes.label}>{label}</span>
              <span className={classes.detail}>{detail}</span>
            </Combobox.Option>
          ))}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  )
}
