import { Hono } from 'hono'
import type postgres from 'postgres'
import { z } from 'zod'
import type { SandboxEnv } from './context.ts'

/**
 * The one clock of both stand-in systems. It runs at the speed of time, but may stand ahead of it
 * or behind: what takes days in life (a bank debit, a due date) is then over in a moment.
 */
export interface Clock {
  /** The moment it shows, UTC. */
  now: () => Date
  /** How far it stands ahead of the real time, ms; negative when it stands behind. */
  aheadMs: () => number
  /** Sets it to a moment, or back to the real time (null), and lets everything due then happen. */
  moveTo: (moment: Date | null) => Promise<void>
  /** Calls back after every move; the move is over when all who listen are done. */
  onMove: (listener: () => Promise<void>) => void
}

/** Creates the table that keeps how far the clock is ahead, unless it exists. */
export async function prepareClock(tx: postgres.TransactionSql): Promise<void> {
  await tx`create table if not exists sandbox.clock (
    id int primary key check (id = 1), ahead_ms bigint not null)`
}

/** Opens the clock where it was left: a restart does not set it back. */
export async function openClock(sql: postgres.Sql): Promise<Clock> {
  const rows = await sql<{ ahead: number }[]>`
    select ahead_ms::float8 as ahead from sandbox.clock where id = 1`
  let ahead = rows[0]?.ahead ?? 0
  const listeners: (() => Promise<void>)[] = []
  return {
    now: () => new Date(Date.now() + ahead),
    aheadMs: () => ahead,
    moveTo: async (moment) => {
      const wanted = moment === null ? 0 : moment.getTime() - Date.now()
      await sql`
        insert into sandbox.clock (id, ahead_ms) values (1, ${Math.round(wanted)})
        on conflict (id) do update set ahead_ms = excluded.ahead_ms`
      ahead = wanted
      for (const listener of listeners) await listener()
    },
    onMove: (listener) => {
      listeners.push(listener)
    },
  }
}

/**
 * `GET /_sandbox/clock` tells the time; `POST` moves it by `{"advanceMs": 345600000}` (negative
 * goes back), to `{"to": "2026-12-01T09:00:00Z"}`, or to the real time by `{"reset": true}`.
 */
export function clockRoutes(clock: Clock): Hono<SandboxEnv> {
  const app = new Hono<SandboxEnv>()
  const shown = () => ({ now: clock.now().toISOString(), aheadMs: clock.aheadMs() })
  app.get('/', (c) => c.json(shown()))
  app.post('/', async (c) => {
    const wanted = moveSchema.safeParse(await c.req.json().catch(() => null))
    if (!wanted.success) return c.json({ error: HOW }, 400)
    const move = wanted.data
    if ('to' in move) await clock.moveTo(new Date(move.to))
    else if ('reset' in move) await clock.moveTo(null)
    else await clock.moveTo(new Date(clock.now().getTime() + move.advanceMs))
    return c.json(shown())
  })
  return app
}

const HOW =
  'Say how to move the clock: {"advanceMs": 3600000}, {"to": "2026-12-01T09:00:00Z"} or {"reset": true}, and at most 20 years.'

const YEARS_20 = 20 * 366 * 24 * 3600 * 1000

const moveSchema = z.union([
  z.strictObject({ advanceMs: z.number().min(-YEARS_20).max(YEARS_20) }),
  z.strictObject({
    to: z.iso
      .datetime({ offset: true })
      .refine((to) => Math.abs(Date.parse(to) - Date.now()) <= YEARS_20),
  }),
  z.strictObject({ reset: z.literal(true) }),
])
