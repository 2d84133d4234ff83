'use client'

import { Stepper } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useTRPC } from '../_client/trpc.tsx'
import { useUrlFilters } from '../_client/url-filters.ts'
import { useMay } from '../_shell/person.tsx'
import { Failure } from '../_ui/failure.tsx'
import { Page, PageHeader } from '../_ui/page-header.tsx'
import { PickSourceContext } from '../_ui/pick-source.tsx'
import { WaitingRows } from '../_ui/waiting-rows.tsx'
import { ConnectionsStep } from './connections-step.tsx'
import { LiveStep } from './live-step.tsx'
import { PrerequisitesStep } from './prerequisites-step.tsx'
import { SettingsStep } from './settings-step.tsx'
import { TestStep } from './test-step.tsx'
import classes from './use-template-screen.module.css'

const STEPS = ['Prerequisites', 'Connections', 'Settings', 'Test', 'Go live']

/** What each step is told of the installation under way. */
export interface Installing {
  templateId: string
  integrationId: string
  /** The flow, once its settings were saved. */
  flowId: string | null
}

/** Five steps from a template to an enabled flow. Where one is stands in the address. */
export function UseTemplateScreen({ templateId }: { templateId: string }) {
  const trpc = useTRPC()
  const filters = useUrlFilters()
  const mayBuild = useMay('builder')
  const template = useQuery(trpc.templates.byId.queryOptions({ templateId }))
  const integrations = useQuery(trpc.connections.integrations.queryOptions())
  const wanted = filters.get('integration')
  const integration =
    integrations.data?.find((one) => one.id === wanted) ?? integrations.data?.[0] ?? null
  const source = useMemo(
    () => integration && { integrationId: integration.id, settings: {} },
    [integration],
  )
  const failure = template.error ?? integrations.error
  if (failure || !mayBuild) {
    const message = 'Flows are made by builders, admins and the owner. Ask one of them.'
    return (
      <Page>
        <Failure error={failure ?? { message }} />
      </Page>
    )
  }
  if (!template.data || !integrations.data) return <WaitingRows rows={8} />
  if (!integration) {
    const message = 'There is no integration yet. Add a Stripe and a NetSuite connection first.'
    return (
      <Page>
        <Failure error={{ message }} />
      </Page>
    )
  }
  const flowId = filters.get('flow')
  const asked = STEPS.indexOf(filters.get('step') ?? '')
  const step = flowId === null ? Math.min(Math.max(asked, 0), 2) : Math.max(asked, 0)
  const go = (to: number, more: Record<string, string> = {}) =>
    filters.set({ step: STEPS[to] ?? null, ...more })
  const installing: Installing = { templateId, integrationId: integration.id, flowId }
  return (
    <Page>
      <PageHeader title={`Use ${template.data.document.name}`} />
      <div className={classes.frame}>
        <Stepper
          active={step}
          onStepClick={(to) => go(to)}
          size="sm"
          iconSize={28}
          className={classes.stepper}
        >
          {STEPS.map((label, index) => (
            <Stepper.Step
              key={label}
              label={label}
              allowStepSelect={index <= 2 || flowId !== null}
            />
          ))}
        </Stepper>
        <PickSourceContext value={source}>
          {step === 0 && <PrerequisitesStep installing={installing} onNext={() => go(1)} />}
          {step === 1 && (
            <ConnectionsStep
              installing={installing}
              integrations={integrations.data}
              onChoose={(id) => filters.set({ integration: id })}
              onBack={() => go(0)}
              onNext={() => go(2)}
            />
          )}
          {step === 2 && (
            <SettingsStep
              installing={installing}
              onBack={() => go(1)}
              onSaved={(flow, complete) => go(complete ? 3 : 2, { flow })}
            />
          )}
          {step === 3 && flowId !== null && (
            <TestStep flowId={flowId} onBack={() => go(2)} onNext={() => go(4)} />
          )}
          {step === 4 && flowId !== null && (
            <LiveStep
              flowId={flowId}
              schedule={template.data.document.schedule}
              onBack={() => go(3)}
            />
          )}
        </PickSourceContext>
      </div>
    </Page>
  )
}
