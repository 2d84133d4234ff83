import { eq } from 'drizzle-orm'
import type { Db } from '#db/client.ts'
import { integrations } from '#db/schema/index.ts'
import { isJsonObject, type JsonObject } from '#nodes/json.ts'
import { NotFoundError } from './engine.ts'

/** The settings that all flows of an integration share, by key. */
export async function sharedSettings(db: Db, integrationId: string): Promise<JsonObject> {
  const [row] = await db
    .select({ settings: integrations.settings })
    .from(integrations)
    .where(eq(integrations.id, integrationId))
  if (!row) throw new NotFoundError(`There is no integration "${integrationId}".`)
  return isJsonObject(row.settings) ? row.settings : {}
}
