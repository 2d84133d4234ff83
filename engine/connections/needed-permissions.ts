import { and, eq, isNotNull, or } from 'drizzle-orm'
import { flows, flowVersions, integrations } from '#db/schema/index.ts'
import { findKind } from '#nodes/catalog.ts'
import type { Kind, Permission, System } from '#nodes/kind.ts'
import type { StoredConfig } from '#nodes/fields.ts'
import { liftConfig } from '../compile/config.ts'
import type { Engine } from '../engine.ts'
import { parseFlowDocument } from '../graph/schema.ts'

/** A node that a connection has to serve. */
interface ServedNode {
  kind: Kind
  config: StoredConfig
}

/**
 * What a connection must be allowed: the permissions of the published versions of the enabled flows
 * that use it, each once, by name. While no flow is enabled: those of all published flows.
 */
export async function neededPermissions(
  engine: Engine,
  connectionId: string,
): Promise<Permission[]> {
  const nodes = await servedNodes(engine, connectionId)
  const needs = new Map<string, Permission>()
  for (const { kind, config, system } of nodes) {
    for (const need of kind.permissions(config)) {
      if (need.system === system) needs.set(`${need.name}\n${need.access}`, need)
    }
  }
  return [...needs.values()].toSorted((a, b) =>
    `${a.name} ${a.access}`.localeCompare(`${b.name} ${b.access}`, 'en'),
  )
}

/** The nodes of the flows that a connection serves: of the enabled ones, else of all published. */
async function servedNodes(
  engine: Engine,
  connectionId: string,
): Promise<(ServedNode & { system: System })[]> {
  const rows = await engine.database.db
    .select({
      enabled: flows.enabled,
      document: flowVersions.document,
      stripeConnectionId: integrations.stripeConnectionId,
    })
    .from(flows)
    .innerJoin(integrations, eq(integrations.id, flows.integrationId))
    .innerJoin(
      flowVersions,
      and(eq(flowVersions.flowId, flows.id), eq(flowVersions.number, flows.publishedVersion)),
    )
    .where(
      and(
        isNotNull(flows.publishedVersion),
        or(
          eq(integrations.stripeConnectionId, connectionId),
          eq(integrations.netsuiteConnectionId, connectionId),
        ),
      ),
    )
  const enabled = rows.filter((row) => row.enabled)
  return (enabled.length > 0 ? enabled : rows).flatMap((row) => {
    const system: System = row.stripeConnectionId === connectionId ? 'stripe' : 'netsuite'
    return parseFlowDocument(row.document).nodes.flatMap((node) => {
      const kind = node.disabled ? undefined : findKind(node.kind)
      return kind ? [{ kind, config: liftConfig(kind, node), system }] : []
    })
  })
}
