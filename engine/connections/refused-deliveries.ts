import { sql } from 'drizzle-orm'
import { z } from 'zod'
import { connectionExchanges } from '#db/schema/index.ts'
import { storable } from '#db/text.ts'
import type { System } from '#nodes/kind.ts'
import type { Engine } from '../engine.ts'
import { compressJson, decompressJson } from '../run/bundle.ts'

/** Anybody can call the door: a flood of refusals fills no log. */
const NOTED_PER_MINUTE = 30

/** Deliveries to a connection's door that were not taken, of the last day. */
export interface RefusedDeliveries {
  count: number
  /** The newest: when, and why as a sentence. */
  lastAt: string
  reason: string
}

/** Notes in the connection's exchange log that a delivery was refused, and why. */
export async function noteRefused(
  engine: Engine,
  refused: { connectionId: string; system: System; status: number; reason: string },
): Promise<void> {
  const { connectionId, system, status, reason } = refused
  const { db } = engine.database
  const url = doorOf(system, connectionId)
  const [newest] = await db
    .select({ count: sql<number>`count(*)::int` })
    .from(
      sql`(select at from ${connectionExchanges} where connection_id = ${connectionId}
        and url = ${url} and (status = 0 or status >= 400)
        order by id desc limit ${NOTED_PER_MINUTE}) noted`,
    )
    .where(sql`noted.at > now() - interval '1 minute'`)
  if (newest && newest.count >= NOTED_PER_MINUTE) return
  await db.insert(connectionExchanges).values({
    ...{ connectionId, url, status, method: 'POST', ms: 0, at: new Date() },
    bodies: await compressJson({ response: { error: { message: storable(reason) } } }),
  })
}

/** What was refused at each connection's door within a day, by the connection's id. */
export async function refusedDeliveries(engine: Engine): Promise<Map<string, RefusedDeliveries>> {
  const rows = await engine.database.pool<
    { connection_id: string; count: number; at: string; bodies: Buffer }[]
  >`
    select distinct on (connection_id) connection_id, at, bodies,
      (count(*) over (partition by connection_id))::int as count
    from connection_exchanges
    where (status = 0 or status >= 400) and url like ${`${DOOR}%`}
      and at > now() - interval '1 day'
    order by connection_id, id desc`
  const refused = await Promise.all(
    rows.map(async (row): Promise<[string, RefusedDeliveries]> => {
      const { response } = BODIES.parse(await decompressJson(row.bodies))
      const { count, at } = row
      return [
        row.connection_id,
        { count, lastAt: new Date(at).toISOString(), reason: response.error.message },
      ]
    }),
  )
  return new Map(refused)
}

const DOOR = '/api/webhooks/'

function doorOf(system: System, connectionId: string): string {
  return `${DOOR}${system}/${connectionId}`
}

const BODIES = z.object({ response: z.object({ error: z.object({ message: z.string() }) }) })
