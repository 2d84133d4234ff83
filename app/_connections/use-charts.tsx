'use client'

import { SegmentedControl } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTRPC } from '../_client/trpc.tsx'
import { useUrlFilters } from '../_client/url-filters.ts'
import { Failure } from '../_ui/failure.tsx'
import { Panel } from '../_ui/panel.tsx'
import { WaitingRows } from '../_ui/waiting-rows.tsx'
import { Bars } from './bars.tsx'
import { sumUse, type UseBucket } from './sum-use.ts'
import classes from './use-charts.module.css'
import type { Connection } from './use-connections.ts'

const PARTS = 96

const SPANS = [
  { value: '1', label: 'Last hour', hours: 1 },
  { value: '24', label: 'Last 24 h', hours: 24 },
  { value: '168', label: 'Last 7 days', hours: 168 },
] as const

/** How much a connection was used over time: requests, those at once, and refusals for haste. */
export function UseCharts({ connection }: { connection: Connection }) {
  const trpc = useTRPC()
  const filters = useUrlFilters()
  const span = SPANS.find(({ value }) => value === filters.get('hours')) ?? SPANS[1]
  const use = useQuery(
    trpc.connections.use.queryOptions(
      { connectionId: connection.id, hours: span.hours },
      { refetchInterval: 10_000 },
    ),
  )
  return (
    <>
      <SegmentedControl
        size="xs"
        mb="sm"
        aria-label="Time shown"
        data={SPANS.map(({ value, label }) => ({ value, label }))}
        value={span.value}
        onChange={(value) => filters.set({ hours: value === '24' ? null : value })}
      />
      {use.error && <Failure error={use.error} retry={() => void use.refetch()} />}
      {use.isLoading && <WaitingRows />}
      {use.data && (
        <Charts
          parts={sumUse(use.data, { now: use.dataUpdatedAt, hours: span.hours, parts: PARTS })}
          limit={connection.concurrencyLimit}
        />
      )}
    </>
  )
}

function Charts({ parts, limit }: { parts: readonly UseBucket[]; limit: number }) {
  const total = (of: (part: UseBucket) => number) => parts.reduce((sum, part) => sum + of(part), 0)
  const requests = total((part) => part.requests)
  const failed = total((part) => part.failed)
  const limited = total((part) => part.rateLimited)
  const peak = Math.max(...parts.map((part) => part.peak))
  return (
    <div className={classes.charts}>
      <Panel
        title="Requests"
        aside={`${requests.toLocaleString()} in all, ${failed.toLocaleString()} failed`}
      >
        <Chart
          parts={parts}
          label={`Requests over time: ${requests} in all, ${failed} failed`}
          valueOf={(part) => part.requests}
          badOf={(part) => part.failed}
          titleOf={(part) => `${part.requests} requests, ${part.failed} failed`}
        />
      </Panel>
      <Panel title="Requests at once" aside={`at most ${peak}, ${limit} allowed`}>
        <Chart
          parts={parts}
          label={`Most requests at once over time: ${peak}, of ${limit} allowed`}
          valueOf={(part) => part.peak}
          titleOf={(part) => `at most ${part.peak} at once`}
          line={{ value: limit, label: `limit ${limit}` }}
        />
      </Panel>
      <Panel title="Rate-limit hits" aside={`${limited.toLocaleString()} in all`}>
        <Chart
          parts={parts}
          label={`Requests answered with too many, over time: ${limited} in all`}
          valueOf={(part) => part.rateLimited}
          badOf={(part) => part.rateLimited}
          titleOf={(part) => `${part.rateLimited} refused as too many`}
        />
      </Panel>
    </div>
  )
}

interface ChartProps {
  parts: readonly UseBucket[]
  label: string
  valueOf: (part: UseBucket) => number
  badOf?: (part: UseBucket) => number
  titleOf: (part: UseBucket) => string
  line?: { value: number; label: string }
}

function Chart({ parts, label, valueOf, badOf, titleOf, line }: ChartProps) {
  const first = parts[0]
  const middle = parts[Math.floor(parts.length / 2)]
  return (
    <div className={classes.chart}>
      <Bars
        label={label}
        height={120}
        line={line}
        bars={parts.map((part) => ({
          title: `${moment(part.at)}: ${titleOf(part)}`,
          value: valueOf(part),
          bad: badOf?.(part),
        }))}
      />
      <div className={classes.axis} aria-hidden="true">
        <span>{first && moment(first.at)}</span>
        <span>{middle && moment(middle.at)}</span>
        <span>now</span>
      </div>
    </div>
  )
}

function moment(ms: number): string {
  return new Intl.DateTimeFormat(undefined, {
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
  }).format(ms)
}
