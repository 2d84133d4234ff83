import { and, eq, or } from 'drizzle-orm'
import { z } from 'zod'
import type { Db } from '#db/client.ts'
import { flowVersions, runs } from '#db/schema/index.ts'

/** How a node was called and what it was in the version that ran. */
export interface NodeName {
  name: string
  kind: string
}

/** The nodes of runs, each run by the document it executed. */
export interface NodeNames {
  /** A node that the document does not have goes by its id. */
  of: (runId: number, nodeId: string) => NodeName
}

/** Only what is needed here: a document may come from an older Tributary. */
const nodesSchema = z.array(
  z.object({
    ...{ id: z.string(), name: z.string(), kind: z.string() },
    config: z.object({ flow: z.string().optional().catch(undefined) }).optional(),
  }),
)
const documentSchema = z.object({
  nodes: nodesSchema,
  called: z.record(z.string(), z.object({ nodes: nodesSchema })).default({}),
})

/** Reads the names of all nodes of some runs: their own document for drafts, else the version's. */
export async function readNodeNames(db: Db, runIds: Iterable<number>): Promise<NodeNames> {
  const ids = [...new Set(runIds)]
  const documents = new Map<number, Map<string, NodeName>>()
  if (ids.length > 0) {
    const rows = await db
      .select({ runId: runs.id, flowId: runs.flowId, version: runs.version, own: runs.document })
      .from(runs)
      .where(or(...ids.map((id) => eq(runs.id, id))))
    const versions = await readVersions(
      db,
      rows.filter((row) => row.own === null),
    )
    for (const { runId, flowId, version, own } of rows) {
      const nodes = own === null ? versions.get(`${flowId} ${version}`) : nodesOf(own)
      if (nodes) documents.set(runId, nodes)
    }
  }
  return {
    of: (runId, nodeId) => documents.get(runId)?.get(nodeId) ?? { name: nodeId, kind: '' },
  }
}

async function readVersions(
  db: Db,
  wanted: { flowId: string; version: number }[],
): Promise<Map<string, Map<string, NodeName>>> {
  const found = new Map<string, Map<string, NodeName>>()
  if (wanted.length === 0) return found
  const distinct = new Map(wanted.map((one) => [`${one.flowId} ${one.version}`, one]))
  const rows = await db
    .select()
    .from(flowVersions)
    .where(
      or(
        ...[...distinct.values()].map(({ flowId, version }) =>
          and(eq(flowVersions.flowId, flowId), eq(flowVersions.number, version)),
        ),
      ),
    )
  for (const row of rows) found.set(`${row.flowId} ${row.number}`, nodesOf(row.document))
  return found
}

function nodesOf(document: unknown): Map<string, NodeName> {
  const parsed = documentSchema.safeParse(document)
  const names = new Map<string, NodeName>()
  if (!parsed.success) return names
  const { called } = parsed.data
  const add = (nodes: z.infer<typeof nodesSchema>, prefix: string, within: string[]) => {
    for (const { id, name, kind, config } of nodes) {
      names.set(prefix + id, { name, kind })
      const flow = config?.flow
      const inner = flow === undefined || within.includes(flow) ? undefined : called[flow]
      if (inner) add(inner.nodes, `${prefix}${id}/`, [...within, flow ?? ''])
    }
  }
  add(parsed.data.nodes, '', [])
  return names
}
