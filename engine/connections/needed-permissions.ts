import { and, eq, isNotNull, or } from 'drizzle-orm'
import { flows, flowVersions, integrations } from '#db/schema/index.ts'
import type { Permission } from '#nodes/kind.ts'
import { permissionsOf } from '../compile/permissions.ts'
import type { Engine } from '../engine.ts'
import { parseFlowDocument } from '../graph/schema.ts'

/**
 * What a connection must be allowed: the permissions of the published versions of the enabled flows
 * that use it. While no flow is enabled: those of all published flows.
 */
export async function neededPermissions(
  engine: Engine,
  connectionId: string,
): Promise<Permission[]> {
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
  const [first] = rows
  if (!first) return []
  const enabled = rows.filter((row) => row.enabled)
  return permissionsOf(
    (enabled.length > 0 ? enabled : rows).map((row) => parseFlowDocument(row.document)),
    first.stripeConnectionId === connectionId ? 'stripe' : 'netsuite',
  )
}
