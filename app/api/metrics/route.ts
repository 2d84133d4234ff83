import type { Registry } from 'prom-client'
import { server } from '../../_server/engine.ts'
import { makeMetrics } from '../../_server/metrics.ts'

export const dynamic = 'force-dynamic'

let made: Promise<Registry> | undefined

/** For Prometheus, without sign-in: counts only, never a name, a key or an amount. */
export async function GET(): Promise<Response> {
  made ??= server().then(({ engine }) => makeMetrics(engine))
  const registry = await made
  return new Response(await registry.metrics(), {
    headers: { 'content-type': registry.contentType },
  })
}
