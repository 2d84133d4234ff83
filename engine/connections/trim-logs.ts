import type { Engine } from '../engine.ts'
import { USE_KEPT_DAYS } from './connection-use.ts'

/** Exchanges kept per connection. */
const KEPT_EXCHANGES = 2_000

/** Stripe repeats a delivery for three days and lists an event for thirty: older ones come no more. */
const KEPT_EVENTS = '30 days'
/** Events dropped at a time: each costs a look at the deliveries. */
const EVENTS_AT_ONCE = 200

/**
 * Drops what the exchange log, the use over time and the inbox keep no longer; a worker's
 * housekeeping. An event that a flow has still to take stays.
 */
export async function trimLogs(engine: Engine): Promise<void> {
  const { pool } = engine.database
  await pool`
    with oldest as materialized (
      select c.id as connection_id, (select e.id from connection_exchanges e
        where e.connection_id = c.id order by e.id desc offset ${KEPT_EXCHANGES} limit 1) as id
      from connections c)
    delete from connection_exchanges e using oldest
    where e.connection_id = oldest.connection_id and e.id <= oldest.id`
  await pool`
    delete from connection_use where minute < now() - ${`${USE_KEPT_DAYS} days`}::interval`
  await pool`
    delete from inbox where id in (
      select i.id from inbox i
      where i.received_at < now() - ${KEPT_EVENTS}::interval and not exists (
        select 1 from inbox_deliveries d where d.inbox_id = i.id and d.state <> 'taken')
      order by i.id limit ${EVENTS_AT_ONCE})`
}
