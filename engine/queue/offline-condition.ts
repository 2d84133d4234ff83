import { sql } from 'drizzle-orm'
import { connections, flows, integrations, runs } from '#db/schema/index.ts'

/** A condition on a row of `runs`: neither connection of its flow's integration is offline. */
export function usesNothingOffline() {
  return sql`not exists (
    select 1 from ${flows} join ${integrations} on ${integrations.id} = ${flows.integrationId}
    join ${connections} on ${connections.id} in
      (${integrations.stripeConnectionId}, ${integrations.netsuiteConnectionId})
    where ${flows.id} = ${runs.flowId} and ${connections.state} = 'offline')`
}
