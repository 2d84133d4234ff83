import { TRPCError } from '@trpc/server'
import Stripe from 'stripe'
import { z } from 'zod'
import { control, type SandboxLink } from './link.ts'

/** The official SDK, signed in to the Stripe stand-in with its own key. */
export async function stripeAccount(link: SandboxLink): Promise<Stripe> {
  const { apiKey } = keySchema.parse(await control(link, 'stripe', 'GET /credentials'))
  const { hostname, port } = new URL(link.stripe)
  return new Stripe(apiKey, {
    host: hostname,
    port,
    protocol: 'http',
    telemetry: false,
    maxNetworkRetries: 0,
    timeout: 30_000,
  })
}

/** Stripe's refusals as sentences for the screen. */
export async function said<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (cause) {
    if (!(cause instanceof Stripe.errors.StripeError)) throw cause
    throw new TRPCError({ code: 'BAD_REQUEST', message: `Stripe: ${cause.message}`, cause })
  }
}

const keySchema = z.object({ apiKey: z.string() })
