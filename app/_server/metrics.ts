import { collectDefaultMetrics, Gauge, Registry } from 'prom-client'
import type { Engine } from '#engine/api.ts'

/**
 * What Prometheus reads: figures about the work, read from the database at each scrape, so that
 * every web process gives the same ones, and figures about this process.
 */
export function makeMetrics(engine: Engine): Registry {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry, prefix: 'tributary_web_' })
  const gauge = (name: string, help: string, label: string, read: () => Promise<Figure[]>) =>
    new Gauge({
      name,
      help,
      labelNames: [label],
      registers: [registry],
      async collect() {
        this.reset()
        for (const figure of await read()) this.set({ [label]: figure.label }, figure.value)
      },
    })
  const { pool } = engine.database
  gauge(
    'tributary_runs',
    'Runs by state',
    'state',
    () => pool`
    select state as label, count(*)::int as value from runs group by state`,
  )
  gauge(
    'tributary_records',
    'Records that runs have finished, by outcome',
    'outcome',
    () => pool`
    select outcome as label, sum(value)::float8 as value
    from runs, lateral (values ('done', done), ('filtered', filtered), ('unchanged', unchanged),
      ('failed', failed), ('waiting', waiting)) as counts(outcome, value)
    group by outcome`,
  )
  gauge(
    'tributary_open_errors',
    'Open errors by class',
    'class',
    () => pool`
    select class as label, count(*)::int as value from record_errors
    where state = 'open' group by class`,
  )
  gauge(
    'tributary_queue_jobs',
    'Jobs that wait or are worked on, by queue',
    'queue',
    () => pool`
    select name as label, count(*)::int as value from pgboss.job
    where state in ('created', 'retry', 'active') group by name`,
  )
  return registry
}

interface Figure {
  label: string
  value: number
}
