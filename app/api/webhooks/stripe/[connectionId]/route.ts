import { NotFoundError, receiveStripeEvent } from '#engine/api.ts'
import { NodeError } from '#nodes/errors.ts'
import { server } from '../../../../_server/engine.ts'

export const dynamic = 'force-dynamic'

/** Larger than any event Stripe sends, and far below what could hurt. */
const MOST_BYTES = 1_000_000

/**
 * Takes an event of Stripe: 200 once it is stored, 400 when Stripe did not sign it, so that nobody
 * else can put anything in, or when it is of the other mode than the connection's key. Any other failure is a 500, and Stripe delivers again.
 */
export async function POST(
  request: Request,
  { params }: { params: Promise<{ connectionId: string }> },
): Promise<Response> {
  const { connectionId } = await params
  const rawBody = await request.text()
  if (rawBody.length > MOST_BYTES) return answer(413, 'The event is too large.')
  const signature = request.headers.get('stripe-signature') ?? ''
  try {
    await receiveStripeEvent((await server()).engine, { connectionId, rawBody, signature })
    return Response.json({ received: true })
  } catch (error) {
    if (error instanceof NotFoundError) return answer(404, error.message)
    if (error instanceof NodeError && REFUSALS.has(error.code)) return answer(400, error.message)
    throw error
  }
}

const REFUSALS: ReadonlySet<string | undefined> = new Set(['signature', 'livemode', 'body'])

function answer(status: number, message: string): Response {
  return Response.json({ error: { message } }, { status })
}
