import type postgres from 'postgres'

const PARTITIONED = ['record_index', 'trace_bundles'] as const
const DAYS_AHEAD = 3

/**
 * Makes the daily partitions from yesterday to three days ahead, where they are missing. Retention
 * drops a partition, which costs nothing, instead of deleting its rows one by one.
 */
export async function ensurePartitions(pool: postgres.Sql, now: Date): Promise<void> {
  const existing = new Set(
    (
      await pool<{ name: string }[]>`
      select inhrelid::regclass::text as name from pg_inherits
      where inhparent = any(${[...PARTITIONED]}::regclass[])`
    ).map((row) => row.name),
  )
  for (const table of PARTITIONED) {
    for (let ahead = -1; ahead <= DAYS_AHEAD; ahead += 1) {
      const day = dayOf(now, ahead)
      const name = `${table}_${day.replaceAll('-', '')}`
      if (existing.has(name)) continue
      await createPartition(pool, { table, name, from: day, to: dayOf(now, ahead + 1) })
    }
  }
}

/** Drops the partitions of days before `keepFrom` (a UTC day); gives the names of the dropped. */
export async function dropPartitionsBefore(pool: postgres.Sql, keepFrom: Date): Promise<string[]> {
  const limit = dayOf(keepFrom, 0).replaceAll('-', '')
  const rows = await pool<{ name: string }[]>`
    select inhrelid::regclass::text as name from pg_inherits
    where inhparent = any(${[...PARTITIONED]}::regclass[])`
  const old = rows.map((row) => row.name).filter((name) => /_\d{8}$/.test(name))
  const dropped = old.filter((name) => name.slice(-8) < limit)
  for (const name of dropped) await pool`drop table if exists ${pool(name)}`
  return dropped
}

/** The UTC day of a moment, `days` later, as YYYY-MM-DD: the partition key. */
export function dayOf(moment: Date, days = 0): string {
  return new Date(moment.getTime() + days * 86_400_000).toISOString().slice(0, 10)
}

async function createPartition(
  pool: postgres.Sql,
  partition: { table: string; name: string; from: string; to: string },
): Promise<void> {
  const { table, name, from, to } = partition
  // Two workers may reach this at midnight: the second finds the table there.
  await pool.unsafe(
    `create table if not exists "${name}" partition of "${table}" for values from ('${from}') to ('${to}')`,
  )
}
