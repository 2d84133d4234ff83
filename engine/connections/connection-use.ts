import type { Engine } from '../engine.ts'

/** What was done with a connection in one minute, all processes together. */
export interface UseBucket {
  /** Beginning of the minute; ISO 8601, UTC. */
  at: string
  requests: number
  /** Refused or without an answer. */
  failed: number
  /** Answered with "too many requests" (429). */
  rateLimited: number
  peakInFlight: number
  /** Requests at once that were allowed. */
  limit: number
  /** Milliseconds per request; 0 where there was none. */
  avgMs: number
}

/** How long the use of a connection is kept. */
export const USE_KEPT_DAYS = 7

/**
 * A connection's use in the last `hours` (at most seven days), oldest first. Minutes without any
 * request are left out.
 */
export async function connectionUse(
  engine: Engine,
  connectionId: string,
  options: { hours: number },
): Promise<UseBucket[]> {
  const hours = Math.min(Math.max(options.hours, 0), USE_KEPT_DAYS * 24)
  const rows = await engine.database.pool<(Omit<UseBucket, 'at'> & { minute: string })[]>`
    select minute, sum(requests)::int as requests, sum(failed)::int as failed,
      sum(rate_limited)::int as "rateLimited",
      least(sum(peak), max("limit"))::int as "peakInFlight", max("limit")::int as "limit",
      round(sum(ms)::numeric / greatest(sum(requests), 1))::int as "avgMs"
    from connection_use
    where connection_id = ${connectionId}
      and minute > now() - ${`${hours} hours`}::interval
    group by minute order by minute`
  return rows.map(({ minute, ...bucket }) => ({ at: new Date(minute).toISOString(), ...bucket }))
}

/** Requests of the last five minutes per connection, for metrics. */
export async function useByConnection(engine: Engine): Promise<
  {
    connectionId: string
    requests: number
    failed: number
    rateLimited: number
    inFlight: number
    limit: number
    online: boolean
  }[]
> {
  return engine.database.pool`
    select c.id as "connectionId", coalesce(sum(u.requests), 0)::int as requests,
      coalesce(sum(u.failed), 0)::int as failed,
      coalesce(sum(u.rate_limited), 0)::int as "rateLimited",
      (select count(*)::int from leases l where l.connection_id = c.id
        and l.holder is not null and l.expires_at > now()) as "inFlight",
      c.concurrency_limit as "limit", c.state = 'online' as online
    from connections c
    left join connection_use u
      on u.connection_id = c.id and u.minute > now() - interval '5 minutes'
    group by c.id order by c.id`
}
