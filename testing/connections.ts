import { listConnections, saveConnection, type ConnectionSummary } from '#engine/api.ts'
import type { JsonObject } from '#nodes/json.ts'
import type { System } from '#nodes/kind.ts'
import type { World } from './world.ts'

/** The connection of a world to one of its stand-in systems. */
export async function connectionTo(
  { engine }: Pick<World, 'engine'>,
  system: System,
): Promise<ConnectionSummary> {
  const found = (await listConnections(engine)).find((one) => one.system === system)
  if (!found) throw new Error(`There is no connection to ${system}.`)
  return found
}

/** Saves a connection of a world with other settings or secret fields; the rest stays. */
export async function changeConnection(
  world: Pick<World, 'engine'>,
  system: System,
  entry: { config?: JsonObject; secret?: JsonObject },
): Promise<void> {
  const { id, name, config, concurrencyLimit } = await connectionTo(world, system)
  await saveConnection(world.engine, { id, name, system, config, concurrencyLimit, ...entry })
}
