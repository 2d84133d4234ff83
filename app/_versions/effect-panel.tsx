'use client'

import { Select } from '@mantine/core'
import { IconInfoCircle } from '@tabler/icons-react'
import Link from 'next/link'
import { useState } from 'react'
import type { Outputs } from '../_server/router.ts'
import { Failure } from '../_ui/failure.tsx'
import { WaitingRows } from '../_ui/waiting-rows.tsx'
import classes from './effect-panel.module.css'
import { EFFECT_LIMITS, type EffectQuery } from './use-effect-of.ts'

type Effect = Outputs['versions']['effect']
type Group = Effect['nodes'][number]['fields'][number]

interface EffectPanelProps {
  query: EffectQuery
  limit: number
  onLimit: (limit: number) => void
}

/** What the changes would have made of the last real records, field by field, with examples. */
export function EffectPanel({ query, limit, onLimit }: EffectPanelProps) {
  return (
    <div className={classes.panel}>
      <div className={classes.head}>
        <span>Records looked at, newest first</span>
        <Select
          aria-label="Records looked at"
          w={84}
          allowDeselect={false}
          data={EFFECT_LIMITS.map(String)}
          value={String(limit)}
          onChange={(value) => onLimit(Number(value))}
        />
      </div>
      {query.error && <Failure error={query.error} retry={() => void query.refetch()} />}
      {query.isFetching && <WaitingRows rows={3} />}
      {query.data && !query.isFetching && <Told effect={query.data} />}
    </div>
  )
}

function Told({ effect }: { effect: Effect }) {
  const { nodes, untold, records } = effect
  return (
    <>
      {nodes.length === 0 && untold.length === 0 && (
        <p className={classes.none}>No change that makes a record come out otherwise.</p>
      )}
      {nodes.length > 0 && records === 0 && (
        <p className={classes.none}>
          No record has gone through this flow in a real run yet. Run it, or test the draft.
        </p>
      )}
      {records > 0 && nodes.map((node) => <NodeEffect key={node.node} node={node} />)}
      {untold.length > 0 && (
        <ul className={classes.untold} aria-label="Not told here">
          {untold.map(({ words }) => (
            <li key={words}>
              <IconInfoCircle size={14} aria-hidden /> <span>{words}</span>
            </li>
          ))}
        </ul>
      )}
    </>
  )
}

function NodeEffect({ node }: { node: Effect['nodes'][number] }) {
  const { name, tried, changed, fields, ways } = node
  return (
    <section className={classes.node} aria-label={`Effect on ${name}`}>
      <h3 className={classes.name}>{name}</h3>
      <p className={classes.sum}>
        {tried === 0
          ? 'None of these records came to this step.'
          : changed === 0
            ? `All ${tried.toLocaleString()} records would come out the same.`
            : `${changed.toLocaleString()} of ${tried.toLocaleString()} records would come out otherwise.`}
      </p>
      {ways.map((group) => (
        <GroupLine key={group.what} group={group} tried={tried} verb="would take another way:" />
      ))}
      {fields.map((group) => (
        <GroupLine key={group.what} group={group} tried={tried} verb="would change" />
      ))}
    </section>
  )
}

function GroupLine({ group, tried, verb }: { group: Group; tried: number; verb: string }) {
  const [open, setOpen] = useState(false)
  const { what, count, examples } = group
  return (
    <div className={classes.group}>
      <button
        type="button"
        className={classes.line}
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        <b>
          {count.toLocaleString()} of {tried.toLocaleString()}
        </b>{' '}
        {count === 1 ? 'record' : 'records'} {verb} <code>{what}</code>
      </button>
      {open && (
        <table className={classes.examples} aria-label={`Examples of ${what}`}>
          <thead>
            <tr>
              <th>Record</th>
              <th>Before</th>
              <th>After</th>
            </tr>
          </thead>
          <tbody>
            {examples.map((one) => (
              <tr key={`${one.runId} ${one.key}`}>
                <th scope="row">
                  <Link href={`/records?q=${encodeURIComponent(one.key)}`} title={one.key}>
                    {one.name ?? one.key}
                  </Link>
                </th>
                <td data-side="before">{shown(one.before)}</td>
                <td data-side="after">{shown(one.after)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  )
}

/** A value as text; nothing at all is a dash. */
function shown(value: unknown): string {
  if (value === undefined || value === null) return '—'
  return typeof value === 'string' ? value : JSON.stringify(value)
}
