import { and, eq, inArray, isNotNull, or } from 'drizzle-orm'
import type { Db } from '#db/client.ts'
import { flows, flowVersions } from '#db/schema/index.ts'
import { NotFoundError, type Engine } from './engine.ts'
import { calledNames } from './graph/called-names.ts'
import { parseFlowDocument, type CalledFlow, type FlowDocument } from './graph/schema.ts'

/**
 * The document with every published flow it calls, and all that those call, put into `called`. A call
 * names a flow of the same integration by its id, or by the template that it was cloned from, so that
 * a template can call another. What is not found is left out; the compiler says so.
 */
export async function withCalledFlows(
  db: Db,
  integrationId: string,
  document: FlowDocument,
): Promise<FlowDocument> {
  return { ...document, called: await loadCalled(db, integrationId, calledNames(document)) }
}

/** The published flows that a flow can call by these names, with all that those call, by name. */
export async function calledFlows(
  { database: { db } }: Engine,
  { flowId, names }: { flowId: string; names: string[] },
): Promise<Record<string, CalledFlow>> {
  const [flow] = await db
    .select({ integrationId: flows.integrationId })
    .from(flows)
    .where(eq(flows.id, flowId))
  if (!flow) throw new NotFoundError(`There is no flow "${flowId}".`)
  return loadCalled(db, flow.integrationId, names)
}

async function loadCalled(
  db: Db,
  integrationId: string,
  names: string[],
): Promise<Record<string, CalledFlow>> {
  const called: Record<string, CalledFlow> = {}
  const missing = new Set<string>()
  let wanted = names
  while (wanted.length > 0) {
    const found = await load(db, integrationId, wanted)
    for (const name of wanted) {
      const flow = found.get(name)
      if (flow) called[name] = flow
      else missing.add(name)
    }
    const next = [...found.values()].flatMap(calledNames)
    wanted = [...new Set(next)].filter((name) => !(name in called) && !missing.has(name))
  }
  return called
}

/** Flows of the integration whose published version calls the flow of this lineage. */
export async function publishedCallers(
  db: Db,
  integrationId: string,
  lineage: string,
): Promise<{ flowId: string; version: number; document: FlowDocument }[]> {
  const rows = await db
    .select({ id: flows.id, number: flowVersions.number, document: flowVersions.document })
    .from(flows)
    .innerJoin(
      flowVersions,
      and(eq(flowVersions.flowId, flows.id), eq(flowVersions.number, flows.publishedVersion)),
    )
    .where(eq(flows.integrationId, integrationId))
  return rows
    .map(({ id, number, document }) => ({
      flowId: id,
      version: number,
      document: parseFlowDocument(document),
    }))
    .filter(({ document }) =>
      Object.values(document.called).some((flow) => flow.lineage === lineage),
    )
}

async function load(
  db: Db,
  integrationId: string,
  names: string[],
): Promise<Map<string, CalledFlow>> {
  const rows = await db
    .select({ flow: flows, document: flowVersions.document })
    .from(flows)
    .innerJoin(
      flowVersions,
      and(eq(flowVersions.flowId, flows.id), eq(flowVersions.number, flows.publishedVersion)),
    )
    .where(
      and(
        eq(flows.integrationId, integrationId),
        isNotNull(flows.publishedVersion),
        or(inArray(flows.id, names), inArray(flows.templateId, names)),
      ),
    )
    .orderBy(flows.createdAt, flows.id)
  const found = new Map<string, CalledFlow>()
  for (const name of names) {
    const row =
      rows.find(({ flow }) => flow.id === name) ?? rows.find(({ flow }) => flow.templateId === name)
    if (!row) continue
    const { settings, nodes, edges } = parseFlowDocument(row.document)
    const { flow } = row
    const version = flow.publishedVersion ?? 0
    found.set(name, { name: flow.name, lineage: flow.lineage, version, settings, nodes, edges })
  }
  return found
}
