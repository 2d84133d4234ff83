'use client'

import { Button } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { isBlank } from '#nodes/json.ts'
import type { JsonObject } from '#nodes/json.ts'
import type { Outputs } from '../_server/router.ts'
import { useTRPC } from '../_client/trpc.tsx'
import { SettingInput } from '../_editor/setting-input.tsx'
import { Failure } from '../_ui/failure.tsx'
import { WaitingRows } from '../_ui/waiting-rows.tsx'
import type { Installing } from './use-template-screen.tsx'
import classes from './use-template-screen.module.css'

interface SettingsStepProps {
  installing: Installing
  onBack: () => void
  /** The flow is there; `complete` when nothing keeps it from running. */
  onSaved: (flowId: string, complete: boolean) => void
}

/** The settings of the flow, of the parts it calls, and those that all flows share. */
export function SettingsStep({ installing, onBack, onSaved }: SettingsStepProps) {
  const trpc = useTRPC()
  const { flowId, ...of } = installing
  // What has been entered stands, also when a first save has made the flow and found problems.
  const [openedWith] = useState(flowId)
  const form = useQuery(
    trpc.templates.form.queryOptions(askedFor(openedWith), { staleTime: Infinity, gcTime: 0 }),
  )
  function askedFor(flow: string | null) {
    return { ...of, ...(flow === null ? {} : { flowId: flow }) }
  }
  if (form.error) return <Failure error={form.error} retry={() => void form.refetch()} />
  if (!form.data) return <WaitingRows rows={8} />
  return (
    <SettingsForm form={form.data} asked={askedFor(flowId)} onBack={onBack} onSaved={onSaved} />
  )
}

/** What is wrong with a setting, or with something that is not asked here. */
interface Fault {
  key: string | null
  message: string
}

interface SettingsFormProps {
  form: Outputs['templates']['form']
  asked: { templateId: string; integrationId: string; flowId?: string }
  onBack: () => void
  onSaved: (flowId: string, complete: boolean) => void
}

function SettingsForm({ form, asked, onBack, onSaved }: SettingsFormProps) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const [values, setValues] = useState<JsonObject>(form.values)
  const [faults, setFaults] = useState<Fault[]>([])
  const save = useMutation(
    trpc.templates.save.mutationOptions({
      onSuccess: async (saved) => {
        await queryClient.invalidateQueries(trpc.flows.list.queryFilter())
        const wrong = saved.problems.filter((one) => one.severity === 'error')
        setFaults(wrong.map(({ field, message }) => ({ key: field, message })))
        onSaved(saved.flowId, wrong.length === 0)
      },
    }),
  )
  const others = new Set(faults.filter(({ key }) => !isAsked(form, key)).map((one) => one.message))
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        const blank = form.sections
          .flatMap((section) => section.fields)
          .filter(({ key, required }) => required && isBlank(values[key]))
        setFaults(
          blank.map(({ key, label }) => ({ key, message: `Choose a value for “${label}”.` })),
        )
        if (blank.length === 0) save.mutate({ ...asked, values })
      }}
    >
      {form.sections.map((section) => (
        <section key={section.title} aria-label={section.title}>
          <h2 className={classes.section}>{section.title}</h2>
          {section.title === 'Fields in NetSuite' && form.presets.length > 0 && (
            <div className={classes.presets}>
              Take the names from
              {form.presets.map((preset) => (
                <Button
                  key={preset.name}
                  size="compact-xs"
                  variant="default"
                  title={preset.help}
                  onClick={() => setValues({ ...values, ...preset.values })}
                >
                  {preset.name}
                </Button>
              ))}
            </div>
          )}
          <div className={classes.fields}>
            {section.fields.map((setting) => (
              <SettingInput
                key={setting.key}
                setting={setting}
                value={values[setting.key]}
                fault={faults.find(({ key }) => key === setting.key)?.message}
                onChange={(value) => setValues((now) => ({ ...now, [setting.key]: value }))}
              />
            ))}
          </div>
        </section>
      ))}
      {save.error && <Failure error={save.error} />}
      {[...others].map((message) => (
        <Failure key={message} error={{ message }} />
      ))}
      <div className={classes.foot}>
        <Button variant="default" onClick={onBack}>
          Back
        </Button>
        <Button type="submit" loading={save.isPending}>
          Save and go on
        </Button>
      </div>
    </form>
  )
}

function isAsked(form: Outputs['templates']['form'], key: string | null): boolean {
  return form.sections.some((section) => section.fields.some((field) => field.key === key))
}
