import { NotFoundError, receiveNetSuiteHook } from '#engine/api.ts'
import { NodeError } from '#nodes/errors.ts'
import { server } from '../../../../_server/engine.ts'

export const dynamic = 'force-dynamic'

/** A hook says which record changed, nothing more. */
const MOST_BYTES = 100_000

/**
 * Takes what a script in NetSuite tells about a changed record: 200 once it is stored, 401 without
 * the connection's hook token, 400 for a body that says no record. Any other failure is a 500, and
 * the script sends it again.
 */
export async function POST(
  request: Request,
  { params }: { params: Promise<{ connectionId: string }> },
): Promise<Response> {
  const { connectionId } = await params
  const rawBody = await request.text()
  if (rawBody.length > MOST_BYTES) return answer(413, 'The call is too large.')
  const token = request.headers.get('x-hook-token')
  const signature = request.headers.get('x-hook-signature')
  try {
    const { engine } = await server()
    await receiveNetSuiteHook(engine, { connectionId, rawBody, token, signature })
    return Response.json({ received: true })
  } catch (error) {
    if (error instanceof NotFoundError) return answer(404, error.message)
    if (!(error instanceof NodeError)) throw error
    if (error.code === 'signature') return answer(401, error.message)
    if (error.code === 'body') return answer(400, error.message)
    throw error
  }
}

function answer(status: number, message: string): Response {
  return Response.json({ error: { message } }, { status })
}
