import { asc } from 'drizzle-orm'
import { integrations } from '#db/schema/index.ts'
import { isJsonObject, type JsonObject } from '#nodes/json.ts'
import { audit } from '../audit.ts'
import type { Engine } from '../engine.ts'

/** One Stripe connection, one NetSuite connection and what all their flows share. */
export interface IntegrationSummary {
  id: string
  name: string
  stripeConnectionId: string | null
  netsuiteConnectionId: string | null
  settings: JsonObject
}

export async function listIntegrations(engine: Engine): Promise<IntegrationSummary[]> {
  const rows = await engine.database.db.select().from(integrations).orderBy(asc(integrations.name))
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    stripeConnectionId: row.stripeConnectionId,
    netsuiteConnectionId: row.netsuiteConnectionId,
    settings: isJsonObject(row.settings) ? row.settings : {},
  }))
}

/** Stores an integration under its id, new or known. */
export async function saveIntegration(
  engine: Engine,
  entry: IntegrationSummary & { userId?: string | null },
): Promise<void> {
  const { userId, ...values } = entry
  await engine.database.db.transaction(async (tx) => {
    await tx
      .insert(integrations)
      .values(values)
      .onConflictDoUpdate({ target: integrations.id, set: values })
    await audit(tx, {
      userId: userId ?? null,
      action: 'integration.save',
      subject: { type: 'integration', id: entry.id },
      change: values,
    })
  })
}
