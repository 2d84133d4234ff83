'use client'

import {
  NumberInput,
  Select,
  Stack,
  Switch,
  TagsInput,
  Textarea,
  type InputWrapperProps,
} from '@mantine/core'
import { memo } from 'react'
import type { Field, Fields } from '#nodes/fields.ts'
import { isJsonObject, type Json } from '#nodes/json.ts'
import { ExpressionInput } from './expression-input.tsx'
import classes from './field-form.module.css'
import { HeldTextInput } from './held-text-input.tsx'
import { MappingInput } from './mapping-input.tsx'
import { PickInput } from './pick-input.tsx'
import { RowsInput } from './rows-input.tsx'

/** Something wrong with a field, such as `recordType` or `rows[2].condition`. */
export interface FieldFault {
  field: string
  message: string
}

interface FieldFormProps {
  fields: Fields
  values: { readonly [key: string]: Json | undefined }
  onChange: (field: string, value: Json) => void
  faults?: readonly FieldFault[]
  readOnly?: boolean
  /** Values that count while a field is blank. */
  inherited?: { readonly [key: string]: Json | undefined }
}

/**
 * Draws the form of a node, a connection, or one row of a list from its fields. A field whose `when`
 * does not hold is left out; its value stays as it is.
 */
export function FieldForm(props: FieldFormProps) {
  const { fields, values, onChange, faults = [], readOnly, inherited } = props
  return (
    <Stack gap={14}>
      {Object.entries(fields)
        .filter(([, field]) => isShown(field, fields, values))
        .map(([key, field]) => (
          <FormField
            key={key}
            name={key}
            field={field}
            value={values[key]}
            onChange={onChange}
            faults={faultsIn(faults, key)}
            readOnly={readOnly ?? false}
            inherited={inherited?.[key]}
          />
        ))}
    </Stack>
  )
}

interface FormFieldProps extends Omit<FieldInputProps, 'onChange'> {
  onChange: FieldFormProps['onChange']
}

/** One field, drawn again only when it changes: forms are long, and typing has to stay light. */
const FormField = memo(function FormField({ name, onChange, ...rest }: FormFieldProps) {
  return (
    <div data-field={name}>
      <FieldInput {...rest} name={name} onChange={(value) => onChange(name, value)} />
    </div>
  )
})

interface FieldInputProps {
  /** The field's key. */
  name: string
  field: Field
  value: Json | undefined
  onChange: (value: Json) => void
  /** Faults of this field; `field` is the path inside it, blank for the field itself. */
  faults: readonly FieldFault[]
  readOnly: boolean
  inherited: Json | undefined
}

function FieldInput(props: FieldInputProps) {
  const { name, field, value, onChange, faults, readOnly, inherited } = props
  const error = faults.find((fault) => fault.field === '')?.message
  const shared = typeof inherited === 'string' || typeof inherited === 'number' ? inherited : ''
  const placeholder = shared === '' ? field.placeholder : `${shared} (shared)`
  const common = { ...wrapperOf(field), error, disabled: readOnly, placeholder }
  switch (field.widget) {
    case 'text':
      return (
        <HeldTextInput
          {...common}
          hold={field.required}
          value={textOf(value, field.initial)}
          onChange={onChange}
        />
      )
    case 'textarea':
      return (
        <Textarea
          {...common}
          autosize
          minRows={3}
          maxRows={16}
          value={textOf(value, field.initial)}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      )
    case 'number':
      return (
        <NumberInput
          {...common}
          min={field.min}
          max={field.max}
          clampBehavior="none"
          value={typeof value === 'number' ? value : ''}
          onChange={(entered) => onChange(typeof entered === 'number' ? entered : null)}
        />
      )
    case 'toggle':
      return (
        <Switch
          size="sm"
          label={field.label}
          description={field.help}
          error={error}
          disabled={readOnly}
          checked={typeof value === 'boolean' ? value : field.initial}
          onChange={(event) => onChange(event.currentTarget.checked)}
        />
      )
    case 'choice':
      return (
        <Select
          {...common}
          allowDeselect={false}
          searchable={field.options.length > 8}
          data={field.options.map(({ value: id, label }) => ({ value: id, label }))}
          value={textOf(value, field.initial)}
          onChange={(chosen) => chosen !== null && onChange(chosen)}
        />
      )
    case 'pick':
      return (
        <PickInput
          {...common}
          list={field.list}
          inherited={String(shared)}
          placeholder={field.placeholder}
          value={textOf(value, field.initial)}
          onChange={onChange}
        />
      )
    case 'tags':
      return (
        <TagsInput
          {...common}
          data={[...field.options]}
          value={
            Array.isArray(value) ? value.filter((one) => typeof one === 'string') : field.initial
          }
          onChange={onChange}
        />
      )
    case 'expression':
      return (
        <ExpressionInput {...common} value={textOf(value, field.initial)} onChange={onChange} />
      )
    case 'mapping':
      return (
        <MappingInput
          {...common}
          field={name}
          value={textOf(value, field.initial)}
          onChange={onChange}
        />
      )
    case 'rows':
      return (
        <RowsInput
          {...wrapperOf(field)}
          error={error}
          rowLabel={field.rowLabel}
          readOnly={readOnly}
          rows={Array.isArray(value) ? value.filter(isJsonObject) : field.initial}
          emptyRow={Object.fromEntries(
            Object.entries(field.columns).map(([key, column]) => [key, column.initial]),
          )}
          onChange={onChange}
          renderRow={(row, index, change) => (
            <FieldForm
              fields={field.columns}
              values={row}
              onChange={(column, entry) => change({ ...row, [column]: entry })}
              faults={faultsIn(faults, `[${index}]`)}
              readOnly={readOnly}
            />
          )}
        />
      )
  }
}

/** Label, help and required mark, alike for every widget. */
function wrapperOf(field: Field) {
  return {
    label: field.label,
    description: field.help,
    withAsterisk: field.required,
    'aria-required': field.required,
    ...FIELD_LOOK,
  }
}

const ORDER: InputWrapperProps['inputWrapperOrder'] = ['label', 'input', 'error', 'description']

/** What makes fields of all forms look alike: the help stands below the input. */
export const FIELD_LOOK = {
  size: 'xs',
  classNames: {
    input: classes.input,
    label: classes.label,
    description: classes.help,
    error: classes.error,
  },
  inputWrapperOrder: ORDER,
}

function isShown(field: Field, fields: Fields, values: FieldFormProps['values']): boolean {
  if (!field.when) return true
  const other = values[field.when.field] ?? fields[field.when.field]?.initial
  return field.when.is.some((value) => value === other)
}

/** Faults that lie inside `key`, as seen from there. */
function faultsIn(faults: readonly FieldFault[], key: string): readonly FieldFault[] {
  const inside = faults.flatMap((fault) => within(fault, key))
  return inside.length === 0 ? NO_FAULTS : inside
}

const NO_FAULTS: readonly FieldFault[] = []

function within(fault: FieldFault, key: string): FieldFault[] {
  if (!fault.field.startsWith(key)) return []
  const rest = fault.field.slice(key.length)
  if (rest !== '' && !/^[.[]/.test(rest)) return []
  return [{ ...fault, field: rest.replace(/^\./, '') }]
}

function textOf(value: Json | undefined, initial: string): string {
  return typeof value === 'string' ? value : initial
}
