import { collectDefaultMetrics, Gauge, Registry } from 'prom-client'
import { useByConnection, type Engine } from '#engine/api.ts'

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
  const ofConnections = async (value: (use: Use) => number) =>
    (await useByConnection(engine)).map((use) => ({ label: use.connectionId, value: value(use) }))
  const connectionGauge = (name: string, help: string, value: (use: Use) => number) =>
    gauge(`tributary_connection_${name}`, help, 'connection', () => ofConnections(value))
  connectionGauge('online', '1 while the connection is used, 0 while it is offline', (use) =>
    use.online ? 1 : 0,
  )
  connectionGauge('limit', 'Requests at once that are allowed', (use) => use.limit)
  connectionGauge('in_flight', 'Requests under way at present', (use) => use.inFlight)
  connectionGauge('requests_5m', 'Requests of the last five minutes', (use) => use.requests)
  connectionGauge('failed_5m', 'Failed requests of the last five minutes', (use) => use.failed)
  connectionGauge(
    'rate_limited_5m',
    'Requests answered with "too many" in the last five minutes',
    (use) => use.rateLimited,
  )
  return registry
}

type Use = Awaited<ReturnType<typeof useByConnection>>[number]

interface Figure {
  label: string
  value: number
}
