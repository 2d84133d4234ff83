'use client'

import { Button, Group, Input, Modal } from '@mantine/core'
import { IconArrowsMaximize } from '@tabler/icons-react'
import { useMemo, useState, type ReactNode } from 'react'
import { expressionFault } from './expression-fault.ts'
import { FaultNote } from './fault-note.tsx'
import classes from './field-form.module.css'
import { JsonataInput } from './jsonata-input.tsx'

interface MappingInputProps {
  label: string
  description?: string
  error?: ReactNode
  withAsterisk?: boolean
  disabled?: boolean
  value: string
  onChange: (text: string) => void
}

/** A JSONata expression that maps a whole record: a code editor that can be opened wide. */
export function MappingInput(props: MappingInputProps) {
  const { label, description, error, withAsterisk, disabled = false, value, onChange } = props
  const [wide, setWide] = useState(false)
  const fault = useMemo(() => expressionFault(value), [value])
  const editor = (height: string) => (
    <JsonataInput
      label={label}
      value={value}
      onChange={onChange}
      fault={fault}
      height={height}
      readOnly={disabled}
    />
  )
  return (
    <div>
      <Group justify="space-between" align="end" mb={4}>
        <Input.Label component="div" className={classes.label} mb={0} required={withAsterisk}>
          {label}
        </Input.Label>
        <Button
          size="compact-xs"
          variant="subtle"
          leftSection={<IconArrowsMaximize size={14} aria-hidden />}
          onClick={() => setWide(true)}
        >
          Open wide
        </Button>
      </Group>
      {!wide && editor('280px')}
      {fault ? <FaultNote fault={fault} /> : error && <Input.Error mt={4}>{error}</Input.Error>}
      {description && <Input.Description className={classes.help}>{description}</Input.Description>}
      <Modal opened={wide} onClose={() => setWide(false)} title={label} fullScreen>
        {wide && editor('calc(100dvh - 140px)')}
        {fault && <FaultNote fault={fault} />}
      </Modal>
    </div>
  )
}
