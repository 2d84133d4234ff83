import type { Connector } from './connection.ts'
import type { System } from './kind.ts'
import { netsuiteConnector } from './netsuite/connector.ts'
import { stripeConnector } from './stripe/connector.ts'

const CONNECTORS: Record<System, Connector> = {
  stripe: stripeConnector,
  netsuite: netsuiteConnector,
}

/** How connections to a system are opened and tested; server only. */
export function connectorOf(system: System): Connector {
  return CONNECTORS[system]
}
