'use client'

import { Button } from '@mantine/core'
import { IconArrowRight, IconArrowUp, IconBolt, IconClock, IconLogin } from '@tabler/icons-react'
import Link from 'next/link'
import type { Outputs } from '../_server/router.ts'
import { useMay } from '../_shell/person.tsx'
import { FlowDrawing } from './flow-drawing.tsx'
import classes from './template-card.module.css'

type Template = Outputs['templates']['list'][number]

const TRIGGER_ICONS = { Scheduled: IconClock, 'Real time': IconBolt, Called: IconLogin }

/** One template: what it carries, which way, and its picture. */
export function TemplateCard({ template }: { template: Template }) {
  const mayBuild = useMay('builder')
  const { id, title, description, direction, trigger, flows } = template
  const TriggerIcon = TRIGGER_ICONS[trigger]
  const isShared = template.group === 'Shared steps'
  const used = flows.length
  const behind = flows.filter((flow) => flow.update !== null).length
  return (
    <article className={classes.card} aria-labelledby={`template-${id}`}>
      <div className={classes.picture}>
        <FlowDrawing
          nodes={template.nodes}
          edges={template.edges}
          label={`${template.nodes.length} nodes`}
        />
      </div>
      <div className={classes.words}>
        <h3 id={`template-${id}`} className={classes.title}>
          <Link href={`/templates/${id}`}>{title}</Link>
        </h3>
        <p className={classes.facts}>
          <span
            className={classes.direction}
            data-from={direction.startsWith('Stripe') ? 's' : 'n'}
          >
            {direction}
          </span>
          <span className={classes.fact}>
            <TriggerIcon size={13} aria-hidden /> {trigger}
          </span>
          {used > 0 && (
            <span className={classes.fact}>
              {used === 1 ? '1 flow made of it' : `${used} flows made of it`}
            </span>
          )}
          {behind > 0 && (
            <span className={classes.fact}>
              <IconArrowUp size={13} aria-hidden /> Update available
            </span>
          )}
        </p>
        <p className={classes.about}>{description}</p>
      </div>
      <div className={classes.foot}>
        {mayBuild && !isShared && (
          <Button
            component={Link}
            href={`/templates/${id}/use`}
            size="compact-sm"
            variant="light"
            aria-label={`Use template ${title}`}
            rightSection={<IconArrowRight size={14} />}
          >
            Use template
          </Button>
        )}
      </div>
    </article>
  )
}
