import type { Connector } from './connection.ts'
import type { System } from './kind.ts'

const CONNECTORS: Partial<Record<System, Connector>> = {}

/** How connections to a system are opened and tested; server only. */
export function connectorOf(system: System): Connector {
  const connector = CONNECTORS[system]
  if (!connector) throw new Error(`No connector for ${system}.`)
  return connector
}
