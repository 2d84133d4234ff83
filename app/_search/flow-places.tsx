import { IconArrowsSplit2 } from '@tabler/icons-react'
import Link from 'next/link'
import type { Outputs } from '../_server/router.ts'
import { Panel } from '../_ui/panel.tsx'
import classes from './flow-places.module.css'
import { FoundLine } from './found-line.tsx'

export type FoundFlow = Outputs['search']['flows']['flows'][number]

interface FlowPlacesProps {
  flow: FoundFlow
  by: 'field' | 'text'
  /** What is to stand there instead; blank for nothing yet. */
  to: string
}

/** The places found in one flow, each with a link to its node and field in the designer. */
export function FlowPlaces({ flow, by, to }: FlowPlacesProps) {
  const { places } = flow
  return (
    <div className={classes.flow}>
      <Panel
        title={
          <Link href={`/flows/${encodeURIComponent(flow.flowId)}`} className={classes.name}>
            <IconArrowsSplit2 size={14} aria-hidden />
            {flow.flowName}
          </Link>
        }
        aside={places.length === 1 ? '1 place' : `${places.length} places`}
      >
        <ul className={classes.list} aria-label={`Places in ${flow.flowName}`}>
          {places.map((place, index) => (
            <li key={index}>
              <Link href={addressOf(flow.flowId, place)} className={classes.place}>
                <span className={classes.where}>
                  {place.nodeName !== null && (
                    <span className={classes.node}>{place.nodeName}</span>
                  )}
                  <span className={classes.label}>
                    {place.label}
                    {place.line.number > 1 && `, line ${place.line.number}`}
                  </span>
                </span>
                <FoundLine place={place} by={by} to={to} />
              </Link>
            </li>
          ))}
        </ul>
      </Panel>
    </div>
  )
}

/** The designer with the node chosen and the field in view. */
function addressOf(flowId: string, { slot }: FoundFlow['places'][number]): string {
  const flow = `/flows/${encodeURIComponent(flowId)}`
  if (slot.node === null) return flow
  const field = slot.field.startsWith('config.') ? pathOf(slot) : ''
  const query = new URLSearchParams({ node: slot.node, ...(field && { field }) })
  return `${flow}?${query.toString()}`
}

/** As problems name it: `rows[2].condition`. */
function pathOf({ field, within }: FoundFlow['places'][number]['slot']): string {
  return within.reduce<string>(
    (path, part) => (typeof part === 'number' ? `${path}[${part}]` : `${path}.${part}`),
    field.slice('config.'.length),
  )
}
