import type { Records } from '../store/records.ts'
import type { Attempt } from './webhook-queue.ts'
import { webhookSignature } from './webhook-signature.ts'

/**
 * Posts one event to one endpoint as Stripe does (https://docs.stripe.com/webhooks), rendered at
 * the endpoint's API version and signed with every secret in force; never throws. Redirects are not
 * followed: for Stripe they are failures. `timeoutMs` by the wall clock.
 */
export async function sendEvent(
  target: {
    endpoint: Records['webhook_endpoint']
    event: Records['event']
    attempt: number
    /** The sandbox's clock. */
    now: Date
  },
  limits: { timeoutMs: number; signal: AbortSignal },
): Promise<Attempt> {
  const { endpoint, event, attempt, now } = target
  const body = JSON.stringify(
    { ...event, api_version: endpoint.api_version ?? event.api_version },
    null,
    2,
  )
  const began = performance.now()
  const answer = await post(endpoint.url, body, {
    secrets: secretsInForce(endpoint, now),
    signal: AbortSignal.any([limits.signal, AbortSignal.timeout(limits.timeoutMs)]),
  })
  return {
    at: now,
    event: event.id,
    type: event.type,
    endpoint: endpoint.id,
    url: endpoint.url,
    attempt,
    ...answer,
    ms: Math.round(performance.now() - began),
  }
}

async function post(
  url: string,
  body: string,
  options: { secrets: string[]; signal: AbortSignal },
): Promise<{ status: number | null; error: string | null }> {
  try {
    const answer = await fetch(url, {
      method: 'POST',
      redirect: 'manual',
      headers: {
        'Content-Type': 'application/json; charset=utf-8',
        'User-Agent': 'Stripe/1.0 (+https://stripe.com/docs/webhooks)',
        // By the wall clock: receivers refuse what was signed more than five minutes ago, and
        // theirs does not follow the sandbox's.
        'Stripe-Signature': webhookSignature(body, options.secrets, new Date()),
      },
      body,
      signal: options.signal,
    })
    await answer.body?.cancel()
    return { status: answer.status, error: null }
  } catch (error) {
    return { status: null, error: reason(error) }
  }
}

/** The endpoint's secret, and the one before while a roll lets both live. */
function secretsInForce(endpoint: Records['webhook_endpoint'], now: Date): string[] {
  const { secret, rolled } = endpoint
  return rolled && rolled.until * 1000 > now.getTime() ? [secret, rolled.secret] : [secret]
}

function reason(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error.cause instanceof Error ? error.cause.message : error.message
}
