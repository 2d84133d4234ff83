import { clearInterval, setInterval } from 'node:timers'
import { sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Db } from '#db/client.ts'
import { connectionExchanges, connectionUse } from '#db/schema/index.ts'
import { storable } from '#db/text.ts'
import type { Exchange } from '#nodes/http/exchanges.ts'
import type { Json, JsonObject } from '#nodes/json.ts'
import { presentRun } from '../queue/run-scope.ts'
import { compressJson } from '../run/bundle.ts'
import { maskerOf } from './mask-secrets.ts'

/** Notes what one process does with one connection. */
export interface ExchangeWatch {
  /** Told of every exchange; cheap, because a busy connection has hundreds a second. */
  note: (exchange: Exchange) => void
  close: () => Promise<void>
}

/** How often what was noted is stored. */
const FLUSH_MS = 5_000
/** One success is kept in each such time; the others are only counted. */
const SAMPLE_MS = 500
/** Failures kept between two flushes; the rest of a flood is only counted. */
const MOST_FAILURES = 100
/** Characters of a body that are kept. */
const MOST_TEXT = 20_000

type UseRow = typeof connectionUse.$inferInsert

interface Noted {
  exchange: Exchange
  at: Date
  runId: number | null
}

/**
 * Counts a connection's exchanges by the minute and keeps them for the exchange log: every failure,
 * and of the others a sample. Stored every few seconds in one statement each, beside the work.
 */
export function watchExchanges(options: {
  db: Db
  connectionId: string
  holder: string
  gate: { takePeak: () => number; limit: number }
  secret: JsonObject
}): ExchangeWatch {
  const { db, connectionId, holder, gate } = options
  const mask = maskerOf(options.secret)
  let use: UseRow[] = []
  let kept: Noted[] = []
  let failures = 0
  let sampledAt = 0
  let flushing: Promise<void> = Promise.resolve()

  const flush = async () => {
    const counted = use
    const exchanges = kept
    use = []
    kept = []
    failures = 0
    const last = counted.at(-1)
    if (last) Object.assign(last, { peak: gate.takePeak(), limit: gate.limit })
    await storeUse(db, counted)
    await storeExchanges(db, connectionId, exchanges, mask)
  }
  const flushSoon = () => {
    if (use.length === 0) return
    flushing = flushing.then(flush).catch((error: unknown) => {
      console.error(`exchange log: ${mask(String(error))}`)
    })
  }
  const timer = setInterval(flushSoon, FLUSH_MS)
  timer.unref()

  return {
    note: (exchange) => {
      const now = Date.now()
      const failed = exchange.status === 0 || exchange.status >= 400
      if (failed || typeof exchange.response === 'string') blank(exchange)
      count(exchange, now, failed)
      if (failed ? failures >= MOST_FAILURES : now - sampledAt < SAMPLE_MS) return
      if (failed) failures += 1
      else sampledAt = now
      kept.push({ exchange, at: new Date(now - exchange.ms), runId: presentRun() })
    },
    close: async () => {
      clearInterval(timer)
      flushSoon()
      await flushing
    },
  }

  /** The trace holds the very same exchange: what the other side repeats is blanked for both. */
  function blank(exchange: Exchange): void {
    exchange.url = mask(exchange.url)
    if (exchange.response === undefined) return
    const blanked = JSON_VALUE.parse(JSON.parse(mask(JSON.stringify(exchange.response))))
    exchange.response = blanked
  }

  function count(exchange: Exchange, now: number, failed: boolean): void {
    const minute = now - (now % 60_000)
    let row = use.at(-1)
    if (row?.minute.getTime() !== minute) {
      row = {
        ...{ connectionId, holder, minute: new Date(minute) },
        ...{ requests: 0, failed: 0, rateLimited: 0, peak: 1, limit: gate.limit, ms: 0 },
      }
      use.push(row)
    }
    row.requests += 1
    row.ms += exchange.ms
    if (failed) row.failed += 1
    if (exchange.status === 429) row.rateLimited += 1
  }
}

/** Names the type only: what JSON.parse gives is JSON already. */
const JSON_VALUE = z.custom<Json>()

async function storeUse(db: Db, rows: UseRow[]): Promise<void> {
  if (rows.length === 0) return
  const added = (column: string) => sql.raw(`connection_use.${column} + excluded.${column}`)
  await db
    .insert(connectionUse)
    .values(rows)
    .onConflictDoUpdate({
      target: [connectionUse.connectionId, connectionUse.minute, connectionUse.holder],
      set: {
        requests: added('requests'),
        failed: added('failed'),
        rateLimited: added('rate_limited'),
        ms: added('ms'),
        peak: sql`greatest(connection_use.peak, excluded.peak)`,
        limit: sql`excluded."limit"`,
      },
    })
}

async function storeExchanges(
  db: Db,
  connectionId: string,
  noted: Noted[],
  mask: (text: string) => string,
): Promise<void> {
  if (noted.length === 0) return
  const rows = await Promise.all(
    noted.map(async ({ exchange, at, runId }) => {
      const { method, url, status, ms, request, response } = exchange
      const bodies = {
        ...(request === undefined ? {} : { request: shortened(request, mask) }),
        ...(response === undefined ? {} : { response: shortened(response, mask) }),
      }
      return {
        ...{ connectionId, at, method, status, runId },
        url: storable(mask(url)),
        ms: Math.round(ms),
        bodies: await compressJson(bodies),
      }
    }),
  )
  await db.insert(connectionExchanges).values(rows)
}

/** A body with its secrets blanked; a long one becomes the beginning of its text. */
function shortened(body: unknown, mask: (text: string) => string): unknown {
  const text = mask(JSON.stringify(body))
  return text.length <= MOST_TEXT ? JSON.parse(text) : `${text.slice(0, MOST_TEXT)}…`
}
