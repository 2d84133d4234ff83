import { and, desc, eq, lt, sql } from 'drizzle-orm'
import { z } from 'zod'
import { connectionExchanges } from '#db/schema/index.ts'
import type { Json } from '#nodes/json.ts'
import type { Engine } from '../engine.ts'
import { decompressJson } from '../run/bundle.ts'

/** One request to a connected system and its answer, secrets masked. */
export interface LoggedExchange {
  /** Give it as `before` to go on behind it. */
  id: number
  /** When it was sent; ISO 8601, UTC. */
  at: string
  method: string
  url: string
  /** 0 = no answer came. */
  status: number
  ms: number
  request?: Json
  response?: Json
  /** The run it was made for; absent for tests, probes and pickers. */
  runId?: number
}

/**
 * The newest exchanges of a connection, by default 100, at most 500. Every failure is there and a
 * sample of the rest; about 2,000 are kept per connection.
 */
export async function listExchanges(
  engine: Engine,
  query: { connectionId: string; failedOnly?: boolean; before?: number; limit?: number },
): Promise<LoggedExchange[]> {
  const rows = await engine.database.db
    .select()
    .from(connectionExchanges)
    .where(
      and(
        eq(connectionExchanges.connectionId, query.connectionId),
        query.failedOnly ? sql`(status = 0 or status >= 400)` : undefined,
        query.before ? lt(connectionExchanges.id, query.before) : undefined,
      ),
    )
    .orderBy(desc(connectionExchanges.id))
    .limit(Math.min(Math.max(query.limit ?? 100, 1), 500))
  return Promise.all(
    rows.map(async ({ id, at, method, url, status, ms, runId, bodies }) => ({
      id,
      at: at.toISOString(),
      method,
      url,
      status,
      ms,
      ...bodiesSchema.parse(await decompressJson(bodies)),
      ...(runId === null ? {} : { runId }),
    })),
  )
}

const bodiesSchema = z.object({ request: z.json().optional(), response: z.json().optional() })
