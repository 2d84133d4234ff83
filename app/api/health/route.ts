import { health } from '#engine/api.ts'
import { server } from '../../_server/engine.ts'

export const dynamic = 'force-dynamic'

/** 200 while the database answers, else 503; for load balancers and the supervisor. */
export async function GET(): Promise<Response> {
  try {
    const { engine } = await server()
    const report = await health(engine)
    return Response.json(report, { status: report.ok ? 200 : 503 })
  } catch {
    return Response.json(
      { ok: false, databaseMs: null, workers: 0, activeRuns: 0 },
      { status: 503 },
    )
  }
}
