import { z } from 'zod'
import type { OpenConnection } from '../../connection.ts'
import { NodeError } from '../../errors.ts'
import { STRIPE_ADDRESS } from '../connection.ts'

/** A connection's config and secret, checked once before a client is made of them. */
export interface StripeSettings {
  address: URL
  apiKey: string
  /** Signing secrets of webhooks that are live now; two while one is being rolled. */
  webhookSecrets: string[]
}

/** Checks what a connection stores; throws NodeError `connection` naming the first field at fault. */
export function stripeSettings(
  connection: Pick<OpenConnection, 'config' | 'secret'>,
): StripeSettings {
  const stored = STORED.safeParse({ ...connection.config, ...connection.secret })
  if (!stored.success) {
    const field = stored.error.issues[0]?.path.join('.') ?? 'connection'
    throw new NodeError({
      class: 'connection',
      code: 'incomplete',
      field,
      message: `The Stripe connection is incomplete: "${field}" is missing or not valid.`,
      credentials: true,
    })
  }
  const { apiKey, baseUrl, webhookSecret } = stored.data
  return {
    address: new URL(baseUrl || STRIPE_ADDRESS),
    apiKey,
    webhookSecrets: webhookSecret.split(/[\s,]+/).filter((secret) => secret !== ''),
  }
}

/**
 * Requests per second for all of us together: Stripe lets 25 through in test mode and 100 live, and
 * other integrations need some of them. No limit for a stand-in. https://docs.stripe.com/rate-limits
 */
export function stripeBudget({
  config,
  secret,
}: Pick<OpenConnection, 'config' | 'secret'>): number | null {
  const stored = STORED.safeParse({ ...config, ...secret })
  if (!stored.success) return null
  const { apiKey, baseUrl } = stored.data
  if (new URL(baseUrl || STRIPE_ADDRESS).origin !== STRIPE_ADDRESS) return null
  return /^[sr]k_live_/.test(apiKey) ? 80 : 20
}

const STORED = z.object({
  apiKey: z.string().trim().min(1),
  baseUrl: z.union([z.literal(''), z.url({ protocol: /^https?$/ })]).default(''),
  webhookSecret: z.string().default(''),
})
