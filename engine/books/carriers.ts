import { and, desc, eq, inArray, ne } from 'drizzle-orm'
import { z } from 'zod'
import type { Db } from '#db/client.ts'
import { effects, flows, flowVersions, integrations, recordIndex, runs } from '#db/schema/index.ts'
import { isJsonObject, type JsonObject } from '#nodes/json.ts'
import { parseFlowDocument } from '../graph/schema.ts'
import { resolveSettings } from '../graph/settings.ts'
import type { StoredOutcome } from './compare.ts'

/** A flow that carries one kind of object over, with the settings it runs with. */
export interface Carrier {
  flowId: string
  settings: JsonObject
}

/** Flows of an integration whose published version writes this type of NetSuite record. */
export async function findCarriers(
  db: Db,
  wanted: { integrationId: string; recordType: string },
): Promise<Carrier[]> {
  const rows = await db
    .select({
      flowId: flows.id,
      document: flowVersions.document,
      shared: integrations.settings,
    })
    .from(flows)
    .innerJoin(integrations, eq(integrations.id, flows.integrationId))
    .innerJoin(
      flowVersions,
      and(eq(flowVersions.flowId, flows.id), eq(flowVersions.number, flows.publishedVersion)),
    )
    .where(eq(flows.integrationId, wanted.integrationId))
  return rows.flatMap(({ flowId, document, shared }) => {
    const parsed = parseFlowDocument(document)
    const writes = parsed.nodes.some(
      (node) =>
        node.kind === 'netsuite.upsert' &&
        writeSchema.safeParse(node.config).data?.recordType === wanted.recordType,
    )
    if (!writes) return []
    return [{ flowId, settings: resolveSettings(parsed, isJsonObject(shared) ? shared : {}) }]
  })
}

const writeSchema = z.object({ recordType: z.string().default('invoice') })

const KEYS_PER_QUERY = 1_000

/**
 * What became of keys in the newest real run that had them. Where several flows share the work, each
 * leaving out what is the others', what a flow did counts before what another left out.
 */
export async function readOutcomes(
  db: Db,
  carriers: readonly Carrier[],
  keys: readonly string[],
): Promise<Map<string, StoredOutcome>> {
  const found = new Map<string, StoredOutcome>()
  const flowIds = carriers.map((carrier) => carrier.flowId)
  if (flowIds.length === 0) return found
  const { key, flowId, runId, outcome, reason, targetId } = recordIndex
  const newest = new Map<string, number>()
  for (const some of inBatches(keys)) {
    const rows = await db
      .selectDistinctOn([key, flowId], { key, flowId, runId, outcome, reason, targetId })
      .from(recordIndex)
      .innerJoin(runs, eq(runs.id, recordIndex.runId))
      .where(and(inArray(key, some), inArray(recordIndex.flowId, flowIds), eq(runs.dryRun, false)))
      .orderBy(key, flowId, desc(runId), desc(recordIndex.page))
    for (const { key: one, runId: run, ...stored } of rows) {
      const rank = stored.outcome === 'filtered' ? run - Number.MAX_SAFE_INTEGER : run
      if (rank < (newest.get(one) ?? -Infinity)) continue
      newest.set(one, rank)
      found.set(one, stored)
    }
  }
  return found
}

/** Which of these Stripe ids belong to another integration, whose Stripe account is another one. */
export async function ownedElsewhere(
  db: Db,
  integrationId: string,
  sourceIds: readonly string[],
): Promise<Set<string>> {
  const others = await db
    .select({ id: integrations.id })
    .from(integrations)
    .where(ne(integrations.id, integrationId))
  const found = new Set<string>()
  if (others.length === 0) return found
  const ids = others.map((other) => other.id)
  for (const some of inBatches(sourceIds)) {
    const rows = await db
      .selectDistinct({ id: effects.sourceId })
      .from(effects)
      .where(and(inArray(effects.integrationId, ids), inArray(effects.sourceId, some)))
    for (const { id } of rows) if (id !== null) found.add(id)
  }
  return found
}

function inBatches<T>(list: readonly T[]): T[][] {
  const count = Math.ceil(list.length / KEYS_PER_QUERY)
  return Array.from({ length: count }, (_, index) =>
    list.slice(index * KEYS_PER_QUERY, (index + 1) * KEYS_PER_QUERY),
  )
}
