import Stripe from 'stripe'
import { NodeError } from '../errors.ts'

/** Seconds between the signing and the arrival of an event that we still accept (Stripe's own default). */
const TOLERANCE_SECONDS = 300

/**
 * Verifies a webhook delivery and gives the event. `rawBody` is the body exactly as it came, `header`
 * the value of `Stripe-Signature`. Several secrets may be live while one is being rolled: any of them
 * may have signed. Throws NodeError `connection`, code `signature`, when none did, or too long ago.
 * https://docs.stripe.com/webhooks#verify-official-libraries
 */
export function verifyEvent(
  rawBody: string,
  header: string,
  secrets: readonly string[],
): Stripe.Event {
  let refusal: unknown
  for (const secret of secrets) {
    try {
      return Stripe.webhooks.constructEvent(rawBody, header, secret, TOLERANCE_SECONDS)
    } catch (error) {
      refusal = error
    }
  }
  throw new NodeError({
    class: 'connection',
    code: 'signature',
    message:
      secrets.length === 0
        ? 'This Stripe connection has no webhook signing secret. Add it to the connection.'
        : 'The event does not carry a valid signature of Stripe. Check the webhook signing secret of the connection.',
    cause: refusal,
  })
}
