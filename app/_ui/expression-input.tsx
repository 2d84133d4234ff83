'use client'

import { Textarea, type TextareaProps } from '@mantine/core'
import { useMemo } from 'react'
import { expressionFault } from './expression-fault.ts'
import { FaultNote } from './fault-note.tsx'
import classes from './field-form.module.css'

interface ExpressionInputProps extends Omit<TextareaProps, 'onChange' | 'value' | 'classNames'> {
  value: string
  onChange: (text: string) => void
  classNames?: { input?: string; label?: string; description?: string }
}

/** One JSONata expression: a line of code that grows, checked while it is typed. */
export function ExpressionInput({ value, onChange, error, ...rest }: ExpressionInputProps) {
  const fault = useMemo(() => expressionFault(value), [value])
  return (
    <Textarea
      {...rest}
      classNames={{ ...rest.classNames, input: classes.code }}
      autosize
      minRows={1}
      maxRows={10}
      spellCheck={false}
      autoCapitalize="off"
      value={value}
      error={fault ? <FaultNote fault={fault} /> : error}
      errorProps={{ component: 'div' }}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  )
}
