import {
  cloneTemplate,
  listConnections,
  listTemplates,
  neededPermissions,
  type Engine,
} from '#engine/api.ts'
import { permissionsOf } from '#engine/compile/permissions.ts'
import type { Permission, System } from '#nodes/kind.ts'

/**
 * What a connection has to be allowed. One that is about to be made serves no flow yet: it is told
 * what the flows of the other connections to the same system ask for, else what all templates do.
 */
export async function permissionsFor(
  engine: Engine,
  { system, connectionId }: { system: System; connectionId?: string },
): Promise<Permission[]> {
  if (connectionId !== undefined) return neededPermissions(engine, connectionId)
  const others = (await listConnections(engine)).filter((one) => one.system === system)
  const asked = await Promise.all(others.map(({ id }) => neededPermissions(engine, id)))
  if (asked.flat().length > 0) return asked.flat()
  return permissionsOf(
    listTemplates().map(({ id }) => cloneTemplate(id)),
    system,
  )
}
