'use client'

import { Text, Textarea } from '@mantine/core'
import type { SettingField } from '#engine/graph/schema.ts'
import { usePickSource } from '../_ui/pick-source.tsx'
import { useEditor } from './editor-context.tsx'
import classes from './inspector.module.css'
import { ScheduleInput } from './schedule-input.tsx'
import { SettingInput } from './setting-input.tsx'

/** The flow as a whole: what it is for, when it runs, and the settings that its nodes share. */
export function SettingsPanel() {
  const description = useEditor((state) => state.history.present.description)
  const schedule = useEditor((state) => state.history.present.schedule)
  const fields = useEditor((state) => state.history.present.settings.fields)
  const edit = useEditor((state) => state.edit)
  const readOnly = useEditor((state) => state.readOnly)
  const fault = useEditor(
    (state) => state.problems.find((one) => one.node === null && one.field === 'schedule')?.message,
  )
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
          fault={fault}
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
  return (
    <SettingInput
      setting={setting}
      value={value}
      inherited={usePickSource()?.settings[setting.key]}
      fault={problem?.message}
      readOnly={readOnly}
      onChange={(next) => edit({ type: 'set-setting-value', key: setting.key, value: next })}
    />
  )
}
