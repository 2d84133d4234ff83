import type { Engine } from '../engine.ts'
import { USE_KEPT_DAYS } from './connection-use.ts'

/** Exchanges kept per connection. */
const KEPT_EXCHANGES = 2_000

/** Drops what the exchange log and the use over time keep no longer; a worker's housekeeping. */
export async function trimLogs(engine: Engine): Promise<void> {
  const { pool } = engine.database
  await pool`
    delete from connection_exchanges e using connections c
    where e.connection_id = c.id and e.id <= (
      select id from connection_exchanges where connection_id = c.id
      order by id desc offset ${KEPT_EXCHANGES} limit 1)`
  await pool`
    delete from connection_use where minute < now() - ${`${USE_KEPT_DAYS} days`}::interval`
}
