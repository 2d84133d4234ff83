import type { ConnectionType } from '#nodes/connection.ts'
import type { System } from '#nodes/kind.ts'
import { netsuiteConnection } from '#nodes/netsuite/connection.ts'
import { stripeConnection } from '#nodes/stripe/connection.ts'

/** What a connection to each system asks for. */
export const CONNECTION_TYPES: Record<System, ConnectionType> = {
  stripe: stripeConnection,
  netsuite: netsuiteConnection,
}
