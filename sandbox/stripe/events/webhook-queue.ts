import type postgres from 'postgres'
import type { Records, StoredRecord } from '../store/records.ts'
import type { Sql } from '../store/store.ts'

/** Sent along with every commit that queues deliveries. */
export const DELIVERIES_CHANNEL = 'stripe_sandbox_deliveries'

/** One event on its way to one endpoint. */
export interface Delivery {
  id: string
  event: string
  endpoint: string
  /** How often it was tried. */
  attempts: number
}

/** What came of one try. */
export interface Attempt {
  at: Date
  event: string
  type: string
  endpoint: string
  url: string
  /** 1 for the first try; a duplicate that was asked for carries the number of its original. */
  attempt: number
  /** The HTTP status; null when there was no answer. */
  status: number | null
  /** Why there was no answer, or what was done instead of sending. */
  error: string | null
  ms: number
}

/** Creates the tables of deliveries, unless they are there. */
export async function prepareWebhooks(tx: postgres.TransactionSql): Promise<void> {
  await tx`
    create table if not exists sandbox.stripe_deliveries (
      id bigint generated always as identity primary key,
      event text not null,
      endpoint text not null,
      state text not null default 'pending',
      attempts int not null default 0,
      due timestamptz not null)`
  await tx`create index if not exists stripe_deliveries_pending
    on sandbox.stripe_deliveries (due, id) where state = 'pending'`
  await tx`create index if not exists stripe_deliveries_event on sandbox.stripe_deliveries (event)`
  await tx`
    create table if not exists sandbox.stripe_delivery_log (
      id bigint generated always as identity primary key,
      at timestamptz not null, event text not null, type text not null, endpoint text not null,
      url text not null, attempt int not null, status int, error text, ms int not null)`
}

/**
 * Queues the events among some stored objects for every endpoint that wants them, in the
 * transaction that stores them: an event that is on the books is sure to be delivered.
 */
export async function queueDeliveries(sql: Sql, saved: StoredRecord[], now: Date): Promise<void> {
  const events = saved.filter((record) => record.object === 'event')
  if (events.length === 0) return
  const rows = events.map(({ id, type }, place) => ({ id, type, place }))
  await sql`
    with queued as (
      insert into sandbox.stripe_deliveries (event, endpoint, due)
      select event.id, endpoint.id, ${now}
      from json_to_recordset(${JSON.stringify(rows)}::text::json)
        as event (id text, type text, place int)
      join sandbox.stripe_objects endpoint
        on endpoint.object = 'webhook_endpoint' and endpoint.status = 'enabled'
        and (endpoint.body->'enabled_events')::jsonb ?| array['*', event.type]
      order by event.place, endpoint.seq
      returning id)
    select pg_notify(${DELIVERIES_CHANNEL}, '') from (select from queued limit 1) one`
}

/** The deliveries that may go out at a moment (all that wait when left out), oldest first. */
export async function dueDeliveries(sql: Sql, at?: Date): Promise<Delivery[]> {
  return sql<Delivery[]>`
    select id, event, endpoint, attempts from sandbox.stripe_deliveries
    where state = 'pending' ${at ? sql`and due <= ${at}` : sql``}
    order by due, id limit ${at ? 500 : 100_000}`
}

/** When the next delivery is due; null when none waits. */
export async function nextDue(sql: Sql): Promise<Date | null> {
  const [row] = await sql<{ due: Date | null }[]>`
    select min(due) as due from sandbox.stripe_deliveries where state = 'pending'`
  return row?.due ?? null
}

/** An event with the number of deliveries it still waits for; undefined when it is forgotten. */
export async function eventOnItsWay(sql: Sql, id: string): Promise<Records['event'] | undefined> {
  const rows = await sql<{ body: Records['event'] }[]>`
    select body from sandbox.stripe_objects where id = ${id} and object = 'event'`
  const [event] = await withPending(
    sql,
    rows.map((row) => row.body),
  )
  return event
}

/** Events with `pending_webhooks` as it is now. */
export async function withPending(
  sql: Sql,
  events: Records['event'][],
): Promise<Records['event'][]> {
  if (events.length === 0) return []
  const ids = events.map((event) => event.id)
  const rows = await sql<{ event: string; count: number }[]>`
    select event, count(*)::int as count from sandbox.stripe_deliveries
    where event = any(${ids}) and state = 'pending' group by event`
  const pending = new Map(rows.map((row) => [row.event, row.count]))
  return events.map((event) => ({ ...event, pending_webhooks: pending.get(event.id) ?? 0 }))
}

/** Notes a try and what becomes of its delivery: done, given up, or due again. */
export async function noteAttempt(
  sql: postgres.Sql,
  delivery: Delivery,
  attempt: Attempt,
  outcome: Outcome,
): Promise<void> {
  const state = outcome.again ? 'pending' : outcome.state
  await sql.begin(async (tx) => {
    await tx`
      update sandbox.stripe_deliveries
      set state = ${state}, attempts = ${attempt.attempt}, due = coalesce(${outcome.again ?? null}, due)
      where id = ${delivery.id}`
    await tx`insert into sandbox.stripe_delivery_log ${tx({ ...attempt })}`
  })
}

/** What becomes of a delivery after a try. */
export type Outcome = { again: Date } | { again?: undefined; state: 'delivered' | 'failed' }

/** Gives up deliveries whose endpoint or event is gone, or whose endpoint is disabled. */
export async function cancelDelivery(sql: Sql, id: string): Promise<void> {
  await sql`update sandbox.stripe_deliveries set state = 'canceled' where id = ${id}`
}

/** The newest tries, newest first; those of one event when it is named. */
export async function deliveryLog(
  sql: Sql,
  query: { event?: string; limit: number },
): Promise<Attempt[]> {
  return sql<Attempt[]>`
    select at, event, type, endpoint, url, attempt, status, error, ms
    from sandbox.stripe_delivery_log
    where ${query.event === undefined ? sql`true` : sql`event = ${query.event}`}
    order by id desc limit ${query.limit}`
}
