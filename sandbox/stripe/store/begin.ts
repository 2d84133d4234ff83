import postgres from 'postgres'

/** How often a change is begun anew before its deadlock is told. */
const TIMES = 8

/**
 * Carries out a change in one transaction. Two that lock the same objects in another order block
 * each other, and Postgres ends one of them with nothing done: that one begins anew. Those that begin
 * anew go one by one, or they would end each other again: at 16 calls at a time eight tries were not
 * always enough.
 * https://www.postgresql.org/docs/current/explicit-locking.html#LOCKING-DEADLOCKS
 */
export async function begin<T>(
  sql: postgres.Sql,
  change: (tx: postgres.TransactionSql) => Promise<T>,
): Promise<T> {
  for (let time = 1; ; time += 1) {
    try {
      const { done } = await sql.begin(async (tx) => {
        if (time > 1) await tx`select pg_advisory_xact_lock(hashtext('sandbox.stripe begin'))`
        return { done: await change(tx) }
      })
      return done
    } catch (error) {
      if (!isDeadlock(error) || time === TIMES) throw error
    }
  }
}

function isDeadlock(error: unknown): boolean {
  return error instanceof postgres.PostgresError && error.code === '40P01'
}
