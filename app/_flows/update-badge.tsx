import { IconArrowUp } from '@tabler/icons-react'
import Link from 'next/link'
import type { Outputs } from '../_server/router.ts'
import classes from './update-badge.module.css'

type Flow = Pick<Outputs['flows']['list'][number], 'id' | 'name' | 'update'>

/** Leads to the review, where the flow's template has a newer version. */
export function UpdateBadge({ flow }: { flow: Flow }) {
  if (!flow.update) return null
  const { from, to } = flow.update
  return (
    <Link
      href={`/flows/${flow.id}/update`}
      className={classes.badge}
      title={`The template has version ${to}; this flow has version ${from}`}
      aria-label={`Update available for ${flow.name}`}
      onClick={(event) => event.stopPropagation()}
    >
      <IconArrowUp size={12} stroke={2.2} aria-hidden />
      Update available
    </Link>
  )
}
