'use client'

import { Group, Input, Select, Stack, Switch, TextInput } from '@mantine/core'
import cronstrue from 'cronstrue'
import { useMemo } from 'react'
import type { FlowDocument } from '#engine/graph/schema.ts'

type Schedule = FlowDocument['schedule']

interface ScheduleInputProps {
  value: Schedule
  readOnly: boolean
  /** What is wrong with it, as a sentence. */
  fault?: string
  onChange: (schedule: Schedule) => void
}

const PRESETS = [
  { value: '*/5 * * * *', label: 'Every 5 minutes' },
  { value: '*/15 * * * *', label: 'Every 15 minutes' },
  { value: '0 * * * *', label: 'Every hour' },
  { value: '0 6 * * *', label: 'Every day at 6:00' },
  { value: '0 6 * * 1', label: 'Every Monday at 6:00' },
]
const OWN = 'own'

/** When a flow runs by itself: a usual rhythm or any cron expression, in a time zone. */
export function ScheduleInput({ value, readOnly, fault, onChange }: ScheduleInputProps) {
  const zone = value?.timeZone
  const zones = useMemo(() => {
    // Browsers list one name of each zone; a flow may know it by another, such as Etc/UTC.
    const known = new Set(['UTC', ...Intl.supportedValuesOf('timeZone')])
    return zone === undefined || known.has(zone) ? [...known] : [zone, ...known]
  }, [zone])
  const start = () => ({
    cron: '*/15 * * * *',
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  })
  return (
    <Stack gap={10}>
      <Switch
        size="sm"
        label="Run on a schedule"
        disabled={readOnly}
        checked={value !== null}
        onChange={(event) => onChange(event.currentTarget.checked ? start() : null)}
      />
      {value && (
        <>
          <Select
            label="How often"
            allowDeselect={false}
            disabled={readOnly}
            data={[...PRESETS, { value: OWN, label: 'Cron expression' }]}
            value={PRESETS.some((preset) => preset.value === value.cron) ? value.cron : OWN}
            onChange={(cron) =>
              cron !== null && onChange({ ...value, cron: cron === OWN ? '30 6 * * *' : cron })
            }
          />
          <Group gap={8} grow align="start">
            <TextInput
              label="Cron"
              styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
              disabled={readOnly}
              value={value.cron}
              error={fault !== undefined}
              onChange={(event) =>
                event.currentTarget.value !== '' &&
                onChange({ ...value, cron: event.currentTarget.value })
              }
            />
            <Select
              label="Time zone"
              searchable
              allowDeselect={false}
              disabled={readOnly}
              data={zones}
              value={value.timeZone}
              onChange={(timeZone) => timeZone !== null && onChange({ ...value, timeZone })}
            />
          </Group>
          {fault ? (
            <Input.Error>{fault}</Input.Error>
          ) : (
            <Input.Description>{inWords(value.cron)}</Input.Description>
          )}
        </>
      )}
    </Stack>
  )
}

function inWords(cron: string): string {
  const words = cronstrue.toString(cron, { throwExceptionOnParseError: false })
  return words.startsWith('An error')
    ? 'Five parts: minute, hour, day, month, weekday.'
    : `${words}.`
}
