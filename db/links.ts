import { and, eq, inArray } from 'drizzle-orm'
import type { Db } from './client.ts'
import { effects } from './schema/index.ts'

/** A record known to be the same thing as another one in the other system. */
export interface LinkedRecord {
  system: 'stripe' | 'netsuite'
  type: string
  id: string
}

/**
 * Finds the counterparts of many records in one query. Confirmed effects that stand for a pair are
 * the links; the newest wins where a record was linked more than once.
 */
export async function findLinks(
  db: Db,
  query: {
    integrationId: string
    sourceSystem: 'stripe' | 'netsuite'
    ids: readonly string[]
    targetSystem: 'stripe' | 'netsuite'
    targetType: string
  },
): Promise<Map<string, LinkedRecord>> {
  const found = new Map<string, LinkedRecord>()
  if (query.ids.length === 0) return found
  const rows = await db
    .select({
      sourceId: effects.sourceId,
      system: effects.targetSystem,
      type: effects.targetType,
      id: effects.targetId,
    })
    .from(effects)
    .where(
      and(
        eq(effects.integrationId, query.integrationId),
        inArray(effects.sourceId, [...query.ids]),
        eq(effects.sourceSystem, query.sourceSystem),
        eq(effects.targetSystem, query.targetSystem),
        eq(effects.targetType, query.targetType),
        eq(effects.state, 'confirmed'),
      ),
    )
    .orderBy(effects.confirmedAt)
  for (const { sourceId, system, type, id } of rows) {
    if (sourceId !== null && id !== null) found.set(sourceId, { system, type, id })
  }
  return found
}
