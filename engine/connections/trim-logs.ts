import type { Engine } from '../engine.ts'
import { USE_KEPT_DAYS } from './connection-use.ts'

/** Exchanges kept per connection. */
const KEPT_EXCHANGES = 2_000

/** Drops what the exchange log and the use over time keep no longer; a worker's housekeeping. */
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
}
