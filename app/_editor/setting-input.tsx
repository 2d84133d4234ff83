'use client'

import type { SettingField } from '#engine/graph/schema.ts'
import { isJsonObject, type Json } from '#nodes/json.ts'
import { FieldForm } from '../_ui/field-form.tsx'
import { settingField } from './setting-fields.ts'
import { SettingTable } from './setting-table.tsx'

interface SettingInputProps {
  setting: SettingField
  /** Undefined while it is not set: then the inherited value counts, or the default. */
  value: Json | undefined
  /** What the integration has for all its flows. */
  inherited?: Json
  fault?: string
  readOnly?: boolean
  onChange: (value: Json) => void
}

/** One setting: a field of its type, or a table of key and value. */
export function SettingInput(props: SettingInputProps) {
  const { setting, value, inherited, fault, readOnly = false, onChange } = props
  const { key } = setting
  const field = settingField(setting, inherited)
  if (field) {
    return (
      <FieldForm
        fields={{ [key]: field }}
        values={{ [key]: value ?? (inherited === undefined ? setting.default : undefined) }}
        inherited={{ [key]: inherited }}
        faults={fault === undefined ? [] : [{ field: key, message: fault }]}
        readOnly={readOnly}
        onChange={(_, next) => onChange(next)}
      />
    )
  }
  const table = value ?? inherited ?? setting.default
  return (
    <div data-field={key}>
      <SettingTable
        label={setting.label}
        help={setting.help}
        required={setting.required}
        columns={setting.columns}
        error={fault}
        readOnly={readOnly}
        value={isJsonObject(table) ? table : {}}
        onChange={onChange}
      />
    </div>
  )
}
