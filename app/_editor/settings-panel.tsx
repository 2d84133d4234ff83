'use client'

import { Text, Textarea } from '@mantine/core'
import type { SettingField } from '#engine/graph/schema.ts'
import { isJsonObject, type Json } from '#nodes/json.ts'
import { FieldForm } from '../_ui/field-form.tsx'
import { usePickSource } from '../_ui/pick-source.tsx'
import { useEditor } from './editor-context.tsx'
import classes from './inspector.module.css'
import { ScheduleInput } from './schedule-input.tsx'
import { settingField } from './setting-fields.ts'
import { SettingTable } from './setting-table.tsx'

/** The flow as a whole: what it is for, when it runs, and the settings that its nodes share. */
export function SettingsPanel() {
  const description = useEditor((state) => state.history.present.description)
  const schedule = useEditor((state) => state.history.present.schedule)
  const fields = useEditor((state) => state.history.present.settings.fields)
  const edit = useEditor((state) => state.edit)
  const readOnly = useEditor((state) => state.readOnly)
  return (
    <div className={`${classes.body} ${classes.sections}`}>
      <Textarea
        label="Description"
        placeholder="What this flow does, for those who come after you"
        autosize
        minRows={2}
        maxRows={8}
        maxLength={5_000}
        disabled={readOnly}
        value={description}
        onChange={(event) =>
          edit({ type: 'describe-flow', description: event.currentTarget.value })
        }
      />
      <div data-field="schedule">
        <ScheduleInput
          value={schedule}
          readOnly={readOnly}
          onChange={(next) => edit({ type: 'set-schedule', schedule: next })}
        />
      </div>
      {fields.length > 0 && <Text fw={600}>Settings</Text>}
      {fields.map((setting) => (
        <Setting key={setting.key} setting={setting} />
      ))}
    </div>
  )
}

function Setting({ setting }: { setting: SettingField }) {
  const value = useEditor((state) => state.history.present.settings.values[setting.key])
  const problem = useEditor((state) =>
    state.problems.find((one) => one.node === null && one.field === setting.key),
  )
  const edit = useEditor((state) => state.edit)
  const readOnly = useEditor((state) => state.readOnly)
  const set = (next: Json) => edit({ type: 'set-setting-value', key: setting.key, value: next })
  const inherited = usePickSource()?.settings[setting.key]
  const field = settingField(setting, inherited)
  if (field) {
    return (
      <FieldForm
        fields={{ [setting.key]: field }}
        values={{ [setting.key]: value ?? (inherited === undefined ? setting.default : undefined) }}
        inherited={{ [setting.key]: inherited }}
        faults={problem ? [{ field: setting.key, message: problem.message }] : []}
        readOnly={readOnly}
        onChange={(_, next) => set(next)}
      />
    )
  }
  const table = value ?? inherited ?? setting.default
  return (
    <div data-field={setting.key}>
      <SettingTable
        label={setting.label}
        help={setting.help}
        required={setting.required}
        error={problem?.message}
        readOnly={readOnly}
        value={isJsonObject(table) ? table : {}}
        onChange={set}
      />
    </div>
  )
}
