'use client'

import { Button } from '@mantine/core'
import { IconArrowRight, IconCheck } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useTRPC } from '../_client/trpc.tsx'
import { UpdateBadge } from '../_flows/update-badge.tsx'
import { useMay } from '../_shell/person.tsx'
import { Failure } from '../_ui/failure.tsx'
import { Page, PageHeader } from '../_ui/page-header.tsx'
import { Panel } from '../_ui/panel.tsx'
import { WaitingRows } from '../_ui/waiting-rows.tsx'
import { FlowDrawing } from './flow-drawing.tsx'
import classes from './template-screen.module.css'

/** One template: what it does, what it is proven to do, what it asks for. */
export function TemplateScreen({ templateId }: { templateId: string }) {
  const trpc = useTRPC()
  const mayBuild = useMay('builder')
  const template = useQuery(trpc.templates.byId.queryOptions({ templateId }))
  if (template.error) {
    return (
      <Page>
        <Failure error={template.error} retry={() => void template.refetch()} />
      </Page>
    )
  }
  if (!template.data) return <WaitingRows rows={8} />
  const { document, cases, parts, flows, group, direction, trigger } = template.data
  const { fields } = document.settings
  return (
    <Page>
      <PageHeader title={document.name} about={[group, direction, trigger].join(' · ')}>
        {mayBuild && group !== 'Shared steps' && (
          <Button
            component={Link}
            href={`/templates/${templateId}/use`}
            rightSection={<IconArrowRight size={15} />}
          >
            Use template
          </Button>
        )}
      </PageHeader>
      <div className={classes.columns}>
        <div className={classes.main}>
          <Panel>
            <p className={classes.about}>{document.description}</p>
            <div className={classes.picture}>
              <FlowDrawing
                nodes={document.nodes}
                edges={document.edges}
                label={`${document.name}: ${document.nodes.length} nodes`}
              />
            </div>
            <ol className={classes.steps} aria-label="Steps">
              {document.nodes.map((node) => (
                <li key={node.id}>
                  <b>{node.name}</b>
                  {node.note !== '' && <span> {node.note}</span>}
                </li>
              ))}
            </ol>
          </Panel>
        </div>
        <div className={classes.side}>
          {cases.length > 0 && (
            <Panel title="Proven">
              <ul className={classes.cases}>
                {cases.map((one) => (
                  <li key={one}>
                    <IconCheck size={14} stroke={2.2} aria-hidden /> <span>{one}</span>
                  </li>
                ))}
              </ul>
            </Panel>
          )}
          {flows.length > 0 && (
            <Panel title="Flows made of it" aside={flows.length}>
              <ul className={classes.parts}>
                {flows.map((flow) => (
                  <li key={flow.id}>
                    <Link href={`/flows/${flow.id}`}>{flow.name}</Link>
                    {mayBuild && <UpdateBadge flow={flow} />}
                  </li>
                ))}
              </ul>
            </Panel>
          )}
          {parts.length > 0 && (
            <Panel title="Comes with">
              <ul className={classes.parts}>
                {parts.map((part) => (
                  <li key={part.id}>
                    <Link href={`/templates/${part.id}`}>{part.name}</Link>
                  </li>
                ))}
              </ul>
            </Panel>
          )}
          <Panel title="Settings" aside={fields.length}>
            <dl className={classes.settings}>
              {fields.map((field) => (
                <div key={field.key}>
                  <dt>
                    {field.label}
                    {field.required && field.default === undefined && ' (needed)'}
                  </dt>
                  <dd>{field.help}</dd>
                </div>
              ))}
            </dl>
          </Panel>
        </div>
      </div>
    </Page>
  )
}
