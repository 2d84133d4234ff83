import { and, asc, eq, sql } from 'drizzle-orm'
import { flowPresence, users } from '#db/schema/index.ts'
import type { Engine } from './engine.ts'

/** Somebody who has a flow open in a browser tab. */
export interface PersonHere {
  tab: string
  userId: string
  name: string
  /** The node that is chosen there. */
  nodeId: string | null
}

/** A tab that has not told of itself for so long, in seconds, is gone: twice it may have been late. */
const GONE_AFTER = 30

/** Tells that a person has a flow open, and which node is chosen: on every change, and every 10 s. */
export async function beHere(
  engine: Engine,
  here: { flowId: string; tab: string; userId: string; nodeId: string | null },
): Promise<void> {
  const { db } = engine.database
  const { flowId, tab, userId, nodeId } = here
  const [before] = await db
    .select({ nodeId: flowPresence.nodeId, flowId: flowPresence.flowId, fresh: FRESH })
    .from(flowPresence)
    .where(eq(flowPresence.tab, tab))
  await db
    .insert(flowPresence)
    .values({ tab, flowId, userId, nodeId })
    .onConflictDoUpdate({
      target: flowPresence.tab,
      set: { flowId, nodeId, seenAt: sql`now()` },
      // A tab belongs to the person who opened it.
      setWhere: eq(flowPresence.userId, userId),
    })
  if (before?.fresh && before.flowId === flowId && before.nodeId === nodeId) return
  await db.delete(flowPresence).where(sql`not ${FRESH}`)
  await tellOpenDesigners(engine, flowId)
}

/** Tells that a tab has closed the flow. */
export async function leave(engine: Engine, tab: string, userId: string): Promise<void> {
  const gone = await engine.database.db
    .delete(flowPresence)
    .where(and(eq(flowPresence.tab, tab), eq(flowPresence.userId, userId)))
    .returning({ flowId: flowPresence.flowId })
  for (const { flowId } of gone) await tellOpenDesigners(engine, flowId)
}

/** Everybody who has the flow open now, by name. */
export async function peopleHere(engine: Engine, flowId: string): Promise<PersonHere[]> {
  return engine.database.db
    .select({
      tab: flowPresence.tab,
      userId: flowPresence.userId,
      name: users.name,
      nodeId: flowPresence.nodeId,
    })
    .from(flowPresence)
    .innerJoin(users, eq(users.id, flowPresence.userId))
    .where(and(eq(flowPresence.flowId, flowId), FRESH))
    .orderBy(asc(users.name), asc(flowPresence.tab))
}

const FRESH = sql<boolean>`${flowPresence.seenAt} > now() - make_interval(secs => ${sql.raw(String(GONE_AFTER))})`

async function tellOpenDesigners(engine: Engine, flowId: string): Promise<void> {
  await engine.database.db.execute(sql`select pg_notify('tributary_draft', ${flowId})`)
}
