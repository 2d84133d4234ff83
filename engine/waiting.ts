import { and, eq, inArray, sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Db } from '#db/client.ts'
import { recordErrors } from '#db/schema/index.ts'
import type { Engine } from './engine.ts'
import { retryErrors } from './retry-errors.ts'

/** A record that has waited so long becomes a person's business. */
const LONGEST_DAYS = 7
/** What it waits for may have come without us, such as by hand: it is tried this often, in minutes. */
const LOOK_AGAIN_MINUTES = 60
/** Tries of a record whose awaited link stands, although the node does not find it. */
const EAGER_TRIES = 2
/** Records released by one look; the next one takes more. */
const AT_ONCE = 1_000
/** After a look, this many times as long as it took goes by before the next one. */
const REST = 20

/**
 * Looks after records that wait for others; call it again and again, by all workers. A record goes on,
 * in a retry of its flow, when the one it waits for has been linked; about every hour even so; and
 * becomes an open error after seven days. Looks take 5 % of the time at most, however many wait.
 */
export function openWaitingRoom(engine: Engine): () => Promise<void> {
  let resting = 0
  return async () => {
    if (performance.now() < resting) return
    const began = performance.now()
    await giveUpWaiting(engine.database.db)
    await releaseWaiting(engine)
    const ended = performance.now()
    resting = ended + (ended - began) * REST
  }
}

/** Tries those again that need not wait any longer. */
async function releaseWaiting(engine: Engine): Promise<void> {
  const { db } = engine.database
  const ready = await findReady(db)
  for (const [byHand, rows] of Map.groupBy(ready, (row) => row.byHand)) {
    const ids = rows.map(({ id }) => id)
    const { left } = await retryErrors(engine, { ids, released: { byHand } })
    if (left.length === 0) continue
    // Such as of a flow that does not compile at the moment: looked at again in an hour.
    await db
      .update(recordErrors)
      .set({ occurredAt: sql`now()`, tries: sql`${recordErrors.tries} + ${EAGER_TRIES}` })
      .where(
        and(
          inArray(
            recordErrors.id,
            left.map(({ id }) => id),
          ),
          eq(recordErrors.state, 'waiting'),
        ),
      )
  }
}

/**
 * Errors whose record may go on. A link counts once the page that made it is done, because a node may
 * look for what later nodes of that page write. It counts for tries that began before then, and for
 * the first few in any case: the other system's search may lag behind. A disabled flow goes on only
 * with what a person had run, and a flow with a retry in its queue gets no further one.
 */
async function findReady(db: Db): Promise<Ready[]> {
  const rows = await db.execute(sql`
    with waiting as (
      select e.id, e.wait_system, e.wait_id, e.occurred_at, e.tries, f.integration_id,
        coalesce(r.trigger = 'manual' or (r.options ->> 'byHand')::boolean, false) as by_hand
      from record_errors e join flows f on f.id = e.flow_id left join runs r on r.id = e.run_id
      where e.state = 'waiting'
        and (f.enabled or r.trigger = 'manual' or (r.options ->> 'byHand')::boolean)
        and not exists (select 1 from runs q where q.flow_id = e.flow_id and q.state = 'queued'
          and q.trigger = 'retry')
    ), wanted as (
      select distinct integration_id, wait_system, wait_id from waiting
    ), links as (
      select w.*, l.run_id, l.page, l.confirmed_at from wanted w join effects l
        on l.integration_id = w.integration_id and l.source_id = w.wait_id
      where l.source_system = w.wait_system and l.state = 'confirmed'
      union all
      select w.*, l.run_id, l.page, l.confirmed_at from wanted w join effects l
        on l.integration_id = w.integration_id and l.target_id = w.wait_id
      where l.target_system = w.wait_system and l.state = 'confirmed' and l.source_id is not null
    ), arrived as (
      select integration_id, wait_system, wait_id,
        max(coalesce(p.finished_at, l.confirmed_at)) as at
      from links l left join run_pages p on p.run_id = l.run_id and p.page = l.page
      where p.state is null or p.state = 'done' or not exists (
        select 1 from runs r where r.id = l.run_id and r.state = 'running')
      group by integration_id, wait_system, wait_id
    )
    select id::float8, by_hand as "byHand" from waiting
      left join arrived using (integration_id, wait_system, wait_id)
    where occurred_at < now() - make_interval(mins => ${LOOK_AGAIN_MINUTES})
      or (at is not null and (tries <= ${EAGER_TRIES} or at >= occurred_at))
    order by id limit ${AT_ONCE}`)
  return z.array(READY).parse([...rows])
}

const READY = z.object({ id: z.number(), byHand: z.boolean() })
type Ready = z.infer<typeof READY>

const TOO_LONG = ` That has not happened in ${LONGEST_DAYS} days: find out why, then retry or resolve it.`

/** Hands those that have waited too long to a person. */
async function giveUpWaiting(db: Db): Promise<void> {
  await db
    .update(recordErrors)
    .set({ state: 'open', message: sql`${recordErrors.message} || ${TOO_LONG}` })
    .where(
      and(
        eq(recordErrors.state, 'waiting'),
        sql`${recordErrors.waitingSince} < now() - make_interval(days => ${LONGEST_DAYS})`,
      ),
    )
}
