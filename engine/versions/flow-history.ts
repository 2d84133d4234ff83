import { and, eq, isNull, sql } from 'drizzle-orm'
import { flowDrafts, flows, runs, users } from '#db/schema/index.ts'
import { NotFoundError, type Engine } from '../engine.ts'
import { listVersions, type VersionSummary } from '../flows.ts'

/** A published version, and what ran by it. */
interface HistoricVersion extends VersionSummary {
  /** Runs that executed it; dry runs count, tests of the draft do not. */
  runs: number
  /** The newest of them; `at` is ISO 8601, UTC. */
  lastRun: { id: number; at: string } | null
}

interface FlowHistory {
  /** The version that runs execute; null = never published. */
  publishedVersion: number | null
  /** Who changed the draft last, by name, and when (ISO 8601, UTC). */
  draft: { revision: number; updatedAt: string; updatedBy: string | null }
  /** Newest first. */
  versions: HistoricVersion[]
}

/** A flow's draft and its versions, with the runs of each. Throws NotFoundError for no such flow. */
export async function flowHistory(engine: Engine, flowId: string): Promise<FlowHistory> {
  const { db } = engine.database
  const [row] = await db
    .select({ publishedVersion: flows.publishedVersion, draft: flowDrafts, name: users.name })
    .from(flows)
    .innerJoin(flowDrafts, eq(flowDrafts.flowId, flows.id))
    .leftJoin(users, eq(users.id, flowDrafts.updatedBy))
    .where(eq(flows.id, flowId))
  if (!row) throw new NotFoundError(`There is no flow "${flowId}".`)
  const counted = await db
    .select({
      version: runs.version,
      count: sql<number>`count(*)::int`,
      newest: sql<number>`max(${runs.id})::int`,
      at: sql<Date>`max(${runs.createdAt})`.mapWith(runs.createdAt),
    })
    .from(runs)
    .where(and(eq(runs.flowId, flowId), isNull(runs.document)))
    .groupBy(runs.version)
  const byVersion = new Map(counted.map((one) => [one.version, one]))
  const versions = await listVersions(engine, flowId)
  return {
    publishedVersion: row.publishedVersion,
    draft: {
      revision: row.draft.revision,
      updatedAt: row.draft.updatedAt.toISOString(),
      updatedBy: row.name,
    },
    versions: versions.map((version) => {
      const ran = byVersion.get(version.number)
      const lastRun = ran ? { id: ran.newest, at: ran.at.toISOString() } : null
      return { ...version, runs: ran?.count ?? 0, lastRun }
    }),
  }
}
