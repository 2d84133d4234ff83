import { z } from 'zod'

const probability = z.number().min(0).max(1)
const milliseconds = z.number().int().min(0)

/** How webhooks are delivered, set by `POST /_sandbox/webhooks`. */
export const webhookSettings = z.strictObject({
  /** How likely a delivered event is delivered once more. */
  duplicate: probability,
  /** How likely an event is never sent; only `GET /v1/events` shows it then. */
  drop: probability,
  /** Sends what happened at about the same time newest first. */
  reorder: z.boolean(),
  /** How long events are kept before they are sent, by the sandbox's clock. */
  delayMs: milliseconds,
  /** Sends nothing until `POST /_sandbox/webhooks/deliver`. */
  hold: z.boolean(),
  /** How long after a failed try the next one comes, by the sandbox's clock; then it is given up. */
  retryDelaysMs: z.array(milliseconds).max(10),
  /** How long an endpoint may take to answer, by the wall clock. */
  timeoutMs: milliseconds.max(60_000),
})

export type WebhookSettings = z.output<typeof webhookSettings>

/** Three tries over a few hours (https://docs.stripe.com/webhooks#retries), in good order. */
export const PLAIN_DELIVERY: WebhookSettings = {
  duplicate: 0,
  drop: 0,
  reorder: false,
  delayMs: 0,
  hold: false,
  retryDelaysMs: [5 * 60_000, 2 * 3_600_000],
  timeoutMs: 10_000,
}
