'use client'

import { Input } from '@mantine/core'
import type { ReactNode } from 'react'
import { MappingEditor } from '../_mapping/mapping-editor.tsx'
import classes from './field-form.module.css'

interface MappingInputProps {
  /** Key of the field that holds the mapping. */
  field: string
  label: string
  description?: string
  error?: ReactNode
  withAsterisk?: boolean
  disabled?: boolean
  value: string
  onChange: (text: string) => void
}

/** A JSONata expression that maps a whole record, as an input of a form. */
export function MappingInput(props: MappingInputProps) {
  const {
    field,
    label,
    description,
    error,
    withAsterisk,
    disabled = false,
    value,
    onChange,
  } = props
  return (
    <div role="group" aria-label={label}>
      <Input.Label component="div" className={classes.label} required={withAsterisk}>
        {label}
      </Input.Label>
      <MappingEditor
        field={field}
        label={label}
        value={value}
        readOnly={disabled}
        onChange={onChange}
      />
      {error && <Input.Error mt={4}>{error}</Input.Error>}
      {description && <Input.Description className={classes.help}>{description}</Input.Description>}
    </div>
  )
}
