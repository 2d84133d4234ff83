import { createHmac } from 'node:crypto'

/**
 * The header `Stripe-Signature` for a body, `t=<unix seconds>,v1=<hex>`, with one `v1` for each
 * secret that is in force (https://docs.stripe.com/webhooks#verify-manually). `at` is the moment of
 * sending by the wall clock.
 */
export function webhookSignature(body: string, secrets: readonly string[], at: Date): string {
  const t = Math.floor(at.getTime() / 1000)
  const signed = secrets.map((secret) => {
    return `v1=${createHmac('sha256', secret).update(`${t}.${body}`).digest('hex')}`
  })
  return [`t=${t}`, ...signed].join(',')
}
