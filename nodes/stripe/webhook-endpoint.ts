import { createHash } from 'node:crypto'
import type { WebhookEndpoint } from '../connection.ts'
import { NodeError } from '../errors.ts'
import { isJsonObject, type JsonObject } from '../json.ts'
import type { StripeRecord, StripeWriter } from './client/client.ts'
import { STRIPE_VERSION } from './client/version.ts'

/** Where Stripe is to call us, and what for. */
interface WantedEndpoint {
  url: string
  events: readonly string[]
  /** Signing secrets that are known already. */
  secrets: readonly string[]
  signal: AbortSignal
}

/** By this metadata we know an endpoint of ours again, and whether we know its secret. */
const URL_KEY = 'tributary_url'
const SECRET_KEY = 'tributary_secret'

/**
 * Sees to it that one endpoint of the account calls our address for the wanted events. Stripe gives a
 * signing secret only when an endpoint is made, so ours is kept when its secret is among the known
 * ones, and only its events are changed; others of the same address are removed then. Else a new one
 * is made. To roll the secret, leave out the known ones here: the endpoint so far goes on delivering
 * beside the new one, so that no event is lost, until it is removed by its id.
 * https://docs.stripe.com/api/webhook_endpoints/create
 */
export async function registerEndpoint(
  client: StripeWriter,
  wanted: WantedEndpoint,
): Promise<WebhookEndpoint> {
  const events = [...new Set(wanted.events)].sort()
  const own = await ownEndpoints(client, wanted)
  const known = own.flatMap((endpoint) => {
    const secret = wanted.secrets.find((one) => noted(endpoint, SECRET_KEY) === fingerprint(one))
    return secret === undefined ? [] : [{ endpointId: endpoint.id, secret }]
  })
  const [newest] = known
  if (!newest) {
    const made = await make(client, wanted, events, own)
    for (const { id } of own.slice(1)) await removeEndpoint(client, id, wanted)
    return made
  }
  const kept = new Set(known.map(({ endpointId }) => endpointId))
  for (const id of kept) {
    await change(client, id, { enabled_events: events, disabled: false }, wanted.signal)
  }
  for (const { id } of own) if (!kept.has(id)) await removeEndpoint(client, id, wanted)
  return newest
}

/** Removes an endpoint; one that is gone already is fine. */
export async function removeEndpoint(
  client: StripeWriter,
  endpointId: string,
  { signal }: { signal: AbortSignal },
): Promise<void> {
  try {
    await client.remove('webhook_endpoint', endpointId, signal)
  } catch (error) {
    if (!(error instanceof NodeError) || error.class !== 'missing') throw error
  }
}

/** Newest first. */
async function ownEndpoints(client: StripeWriter, wanted: WantedEndpoint): Promise<StripeRecord[]> {
  // Stripe allows 16 per account and mode: one page has them all.
  const page = await client.list('webhook_endpoint', { limit: 100 }, wanted.signal)
  return page.data.filter((one) => one.url === wanted.url || noted(one, URL_KEY) === wanted.url)
}

async function make(
  client: StripeWriter,
  { url, signal }: WantedEndpoint,
  events: string[],
  before: readonly StripeRecord[],
): Promise<WebhookEndpoint> {
  const made = await client.create(
    'webhook_endpoint',
    {
      url,
      enabled_events: events,
      api_version: STRIPE_VERSION,
      description: 'Tributary: tells flows what has changed.',
      metadata: { [URL_KEY]: url },
    },
    // After a lost answer the same question gives the same endpoint with its secret once more.
    { idempotencyKey: keyOf([url, ...events, ...before.map(({ id }) => id)]), signal },
  )
  const { id, secret } = made
  if (typeof secret !== 'string')
    throw new NodeError({
      class: 'parse',
      code: 'no-secret',
      message: `Stripe gave no signing secret for the webhook endpoint ${id}. Remove it in Stripe under Developers → Webhooks and try again.`,
    })
  await change(client, id, { metadata: { [SECRET_KEY]: fingerprint(secret) } }, signal)
  return { endpointId: id, secret }
}

async function change(
  client: StripeWriter,
  id: string,
  params: JsonObject,
  signal: AbortSignal,
): Promise<void> {
  // Setting the same twice does no harm, so each change has a key of its own.
  await client.update('webhook_endpoint', id, params, {
    idempotencyKey: `webhook-${crypto.randomUUID()}`,
    signal,
  })
}

function noted(endpoint: StripeRecord, key: string): unknown {
  return isJsonObject(endpoint.metadata) ? endpoint.metadata[key] : undefined
}

/** Tells secrets apart without giving any of them away. */
function fingerprint(secret: string): string {
  return createHash('sha256').update(secret).digest('hex').slice(0, 16)
}

function keyOf(parts: readonly string[]): string {
  return `webhook-${createHash('sha256').update(parts.join('\n')).digest('hex')}`
}
