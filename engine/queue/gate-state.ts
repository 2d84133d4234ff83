import { sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Db } from '#db/client.ts'

/** What all processes know of a connection's gate. */
export interface GateState {
  /** Requests at once that the connection is set to. */
  limit: number
  /** Requests at once for now: less than the limit for a while after a slow-down. */
  usable: number
  /** Requests per second over all processes; null = as many as come. */
  perSecond: number | null
  /** Milliseconds until the other system wants to hear of us again. */
  pausedMs: number
  /** Workers that share the slots. */
  alive: number
  /** Slots that are held now, by anybody. */
  held: { slot: number; mine: boolean }[]
}

/** After a slow-down one more request at once is tried every so many seconds. */
const STEP_SECONDS = 2

/** Reads a gate's state in one query; null when the connection is gone. */
export async function readGate(
  db: Db,
  gate: { connectionId: string; holder: string; budget: number | null },
): Promise<GateState | null> {
  const { connectionId, holder, budget } = gate
  const [found] = await db.execute(sql`
    select c.concurrency_limit as "limit", g.slowed_to as "slowedTo",
      extract(epoch from now() - g.slowed_at)::float8 as "slowedFor",
      (extract(epoch from g.paused_until - now()) * 1000)::float8 as "pausedMs",
      case when jsonb_typeof(c.config -> 'requestsPerSecond') = 'number'
        then (c.config ->> 'requestsPerSecond')::float8 end as "perSecond",
      (select count(*)::int from workers) as alive,
      (select coalesce(json_agg(json_build_object('slot', slot, 'mine', holder = ${holder})), '[]')
        from leases where connection_id = c.id and holder is not null and expires_at > now()) as held
    from connections c left join connection_gates g on g.connection_id = c.id
    where c.id = ${connectionId}`)
  if (!found) return null
  const { limit, slowedTo, slowedFor, pausedMs, perSecond, ...rest } = ROW.parse(found)
  const grown =
    slowedTo === null ? limit : Math.floor(slowedTo + Math.max(0, slowedFor ?? 0) / STEP_SECONDS)
  return {
    ...rest,
    limit: Math.max(1, limit),
    usable: Math.max(1, Math.min(limit, grown)),
    perSecond: perSecond !== null && perSecond > 0 ? perSecond : budget,
    pausedMs: Math.max(0, pausedMs ?? 0),
  }
}

const ROW = z.object({
  limit: z.number(),
  slowedTo: z.number().nullable(),
  slowedFor: z.number().nullable(),
  pausedMs: z.number().nullable(),
  perSecond: z.number().nullable(),
  alive: z.number(),
  held: z.array(z.object({ slot: z.number(), mine: z.boolean() })),
})

/**
 * The other system said "too many": halves the requests at once for all processes, once a second at
 * most however many of them heard it, and lets nobody begin for `ms`. It recovers one step at a time
 * (additive increase, multiplicative decrease: RFC 5681 §3.1).
 */
export async function slowGate(
  db: Db,
  slow: { connectionId: string; usable: number; ms: number },
): Promise<void> {
  const to = Math.max(1, slow.usable / 2)
  const fresh = sql`connection_gates.slowed_at is null
    or connection_gates.slowed_at < now() - interval '1 second'`
  await db.execute(sql`
    insert into connection_gates (connection_id, slowed_to, slowed_at, paused_until)
    values (${slow.connectionId}, ${to}, now(), now() + ${`${slow.ms} milliseconds`}::interval)
    on conflict (connection_id) do update set
      slowed_to = case when ${fresh} then excluded.slowed_to else connection_gates.slowed_to end,
      slowed_at = case when ${fresh} then excluded.slowed_at else connection_gates.slowed_at end,
      paused_until = greatest(connection_gates.paused_until, excluded.paused_until)`)
}

/**
 * Takes the next `count` moments of a connection's budget of requests per second, for this process
 * alone. Gives the milliseconds until the first; the others follow at even distances, so the budget
 * is kept over all processes and never in a burst (generic cell rate algorithm, ITU-T I.371).
 */
export async function reserveStarts(
  db: Db,
  wanted: { connectionId: string; count: number; perSecond: number },
): Promise<number> {
  const seconds = wanted.count / wanted.perSecond
  const [row] = await db.execute(sql`
    insert into connection_gates (connection_id, next_start_at)
    values (${wanted.connectionId}, clock_timestamp() + make_interval(secs => ${seconds}))
    on conflict (connection_id) do update set next_start_at =
      greatest(connection_gates.next_start_at, clock_timestamp())
      + make_interval(secs => ${seconds})
    returning (extract(epoch from next_start_at - clock_timestamp()) - ${seconds}) * 1000 as "inMs"`)
  return Math.max(0, z.coerce.number().parse(row?.inMs))
}
