import type { ConnectionType } from '../connection.ts'
import { number, text } from '../fields.ts'

/** Where Stripe answers unless a connection says otherwise. */
export const STRIPE_ADDRESS = 'https://api.stripe.com'

/** How a Stripe account is reached. */
export const stripeConnection: ConnectionType = {
  system: 'stripe',
  title: 'Stripe',
  fields: {
    label: text('Account', {
      placeholder: 'Acme US',
      help: 'What your people call this Stripe account.',
    }),
    baseUrl: text('Address', {
      initial: STRIPE_ADDRESS,
      help: 'Change it only to reach a sandbox of your own.',
    }),
    requestsPerSecond: number('Requests per second', {
      min: 1,
      max: 500,
      placeholder: '20 with a test key, 80 with a live key',
      help: 'What all flows of this account share. Stripe allows 25 in test mode and 100 live, your other integrations included.',
    }),
  },
  secretFields: {
    apiKey: text('Secret key', {
      required: true,
      placeholder: 'sk_live_… or rk_live_…',
      help: 'Stripe: Developers → API keys. A restricted key needs to read and write what your flows use.',
    }),
    webhookSecret: text('Webhook signing secret', {
      placeholder: 'whsec_…',
      help: 'For real-time flows. While you roll the secret, give both, separated by a space.',
    }),
  },
}
