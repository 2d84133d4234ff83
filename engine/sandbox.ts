import { eq } from 'drizzle-orm'
import { request } from 'undici'
import { z } from 'zod'
import { flows, integrations } from '#db/schema/index.ts'
import { openNetSuite, type QueryRow } from '#nodes/netsuite/client/client.ts'
import type { Gate } from '#nodes/connection.ts'
import type { JsonObject } from '#nodes/json.ts'
import { listIntegrations, saveIntegration } from './connections/integrations.ts'
import { listConnections } from './connections/list-connections.ts'
import { saveConnection } from './connections/save-connection.ts'
import type { Engine } from './engine.ts'
import { createFlow, publishFlow } from './flows.ts'
import { cloneTemplate, listTemplates, withCalledTemplates } from './templates.ts'

/** Id and name of the integration that joins both stand-in systems. */
export const SANDBOX_INTEGRATION = 'sandbox'

const STRIPE_CONCURRENCY = 10
const NETSUITE_CONCURRENCY = 5

const credentialsSchema = z.object({
  accountId: z.string(),
  oauth2: z.object({ clientId: z.string(), certificateId: z.string(), privateKeyPem: z.string() }),
})

/** Where the two stand-in systems answer. */
export interface SandboxAddresses {
  stripeUrl: string
  netsuiteUrl: string
}

/** How much business the stand-in systems begin with; by default 40 customers and 400 invoices. */
export interface SandboxSeed {
  seed?: number
  customers?: number
  invoices?: number
}

/**
 * Makes the embedded default ready to run: seeds the stand-in systems where they are empty, joins
 * them in the integration "Sandbox" with settings read from the NetSuite one, and clones and
 * publishes the templates, or those wanted with what they call. What is there already stays as it
 * is, so it may be called at each start. A template that somebody's settings keep from being
 * published stays a draft, and comes back with the reason.
 */
export async function provisionSandbox(
  engine: Engine,
  addresses: SandboxAddresses,
  options: { templates?: readonly string[]; seed?: SandboxSeed } = {},
): Promise<{ integrationId: string; drafts: { template: string; problem: string }[] }> {
  await seedIfEmpty(addresses, options.seed ?? {})
  const { db } = engine.database
  const [present] = await db
    .select({ id: integrations.id })
    .from(integrations)
    .where(eq(integrations.id, SANDBOX_INTEGRATION))
  if (present) await follow(engine, addresses)
  else await joinSystems(engine, addresses)
  const known = new Set(
    (await db.select({ templateId: flows.templateId }).from(flows)).map((flow) => flow.templateId),
  )
  const drafts: { template: string; problem: string }[] = []
  const wanted = options.templates ?? listTemplates().map(({ id }) => id)
  for (const id of withCalledTemplates(wanted)) {
    if (known.has(id)) continue
    const document = cloneTemplate(id)
    const { flowId } = await createFlow(engine, { integrationId: SANDBOX_INTEGRATION, document })
    const published = await publishFlow(engine, { flowId, note: 'As the template came.' })
    if (published.ok) continue
    const fault = published.problems.find((problem) => problem.severity === 'error')
    drafts.push({ template: id, problem: fault?.message ?? 'No reason was given.' })
  }
  return { integrationId: SANDBOX_INTEGRATION, drafts }
}

async function seedIfEmpty(
  { stripeUrl, netsuiteUrl }: SandboxAddresses,
  seed: SandboxSeed,
): Promise<void> {
  const state = z.object({ customers: z.array(z.unknown()) })
  const stripe = state.parse(await call('GET', `${stripeUrl}/_sandbox/state`))
  const { invoices: _invoices, ...forNetSuite } = seed
  if (stripe.customers.length === 0) await call('POST', `${stripeUrl}/_sandbox/seed`, { ...seed })
  const netsuite = z
    .object({ customer: z.array(z.unknown()) })
    .parse(await call('GET', `${netsuiteUrl}/_sandbox/state`))
  if (netsuite.customer.length === 0)
    await call('POST', `${netsuiteUrl}/_sandbox/seed`, forNetSuite)
}

/**
 * The stand-in systems may listen on other ports than last time: their connections go along. Settings
 * that newer templates ask for are filled in; what is set stays.
 */
async function follow(engine: Engine, addresses: SandboxAddresses): Promise<void> {
  const joined = (await listIntegrations(engine)).find((one) => one.id === SANDBOX_INTEGRATION)
  for (const connection of await listConnections(engine)) {
    const { id, name, system, config, concurrencyLimit } = connection
    if (id !== joined?.stripeConnectionId && id !== joined?.netsuiteConnectionId) continue
    const baseUrl = system === 'stripe' ? addresses.stripeUrl : addresses.netsuiteUrl
    if (config.baseUrl === baseUrl) continue
    const moved = { ...config, baseUrl }
    await saveConnection(engine, { id, name, system, config: moved, concurrencyLimit })
  }
  if (!joined) return
  const { config, secret } = await netsuiteAccount(addresses)
  const found = await readSettings(config, secret)
  const missing = Object.keys(found).filter((key) => !(key in joined.settings))
  if (missing.length === 0) return
  await saveIntegration(engine, { ...joined, settings: { ...found, ...joined.settings } })
}

/** How the NetSuite stand-in is reached. */
async function netsuiteAccount(
  addresses: SandboxAddresses,
): Promise<{ config: JsonObject; secret: JsonObject }> {
  const { accountId, oauth2 } = credentialsSchema.parse(
    await call('GET', `${addresses.netsuiteUrl}/_sandbox/credentials`),
  )
  const config = {
    ...{ accountId, auth: 'oauth2', concurrencyLimit: NETSUITE_CONCURRENCY },
    baseUrl: addresses.netsuiteUrl,
  }
  return { config, secret: oauth2 }
}

async function joinSystems(engine: Engine, addresses: SandboxAddresses): Promise<void> {
  const stripe = z
    .object({ apiKey: z.string() })
    .parse(await call('GET', `${addresses.stripeUrl}/_sandbox/credentials`))
  const { config, secret } = await netsuiteAccount(addresses)
  const { connectionId: stripeConnectionId } = await saveConnection(engine, {
    name: 'Stripe sandbox',
    system: 'stripe',
    config: { label: 'Sandbox', baseUrl: addresses.stripeUrl },
    secret: { apiKey: stripe.apiKey },
    concurrencyLimit: STRIPE_CONCURRENCY,
  })
  const { connectionId: netsuiteConnectionId } = await saveConnection(engine, {
    name: 'NetSuite sandbox',
    system: 'netsuite',
    config,
    secret,
    concurrencyLimit: NETSUITE_CONCURRENCY,
  })
  await saveIntegration(engine, {
    id: SANDBOX_INTEGRATION,
    name: 'Sandbox',
    stripeConnectionId,
    netsuiteConnectionId,
    settings: await readSettings(config, secret),
  })
}

/** Settings that flows need to know of the NetSuite account, found as an analyst would pick them. */
async function readSettings(config: JsonObject, secret: JsonObject): Promise<JsonObject> {
  const client = openNetSuite({ config, secret, gate: OPEN_GATE })
  const signal = AbortSignal.timeout(60_000)
  const all = async (sql: string) => (await client.read.query(sql, [], { signal })).rows
  try {
    const items = await all('SELECT id, itemid FROM item')
    const products = await all(
      'SELECT id, custitem_stripe_product_id AS product FROM item WHERE custitem_stripe_product_id IS NOT NULL',
    )
    const subsidiaries = await all('SELECT id, name FROM subsidiary')
    const item = (name: string) => idOf(items, 'itemid', name)
    const accounts = await all('SELECT id, acctnumber FROM account')
    const methods = await all('SELECT id, name FROM paymentmethod')
    return {
      defaultItem: item('Stripe default item'),
      discountItem: item('Discount'),
      taxItem: item('Sales tax'),
      roundingItem: item('Rounding'),
      appliedBalanceItem: item('Stripe applied balance'),
      paymentAccount: idOf(accounts, 'acctnumber', '1050'),
      refundAccount: idOf(accounts, 'acctnumber', '1050'),
      paymentOption: idOf(methods, 'name', 'Stripe'),
      subsidiary: subsidiaries[0]?.id ?? '',
      accountTimeZone: 'America/Los_Angeles',
      confirmVoids: 'act',
      itemMap: Object.fromEntries(products.map((row) => [row.product ?? '', row.id ?? ''])),
    }
  } finally {
    await client.close()
  }
}

function idOf(rows: QueryRow[], column: string, name: string): string {
  return rows.find((row) => row[column]?.toLowerCase() === name.toLowerCase())?.id ?? ''
}

/** Nothing else runs yet while the sandbox is being set up. */
const OPEN_GATE: Gate = {
  pass: (work) => work(AbortSignal.timeout(60_000)),
  slowDown: () => {},
}

async function call(method: 'GET' | 'POST', url: string, body: JsonObject = {}): Promise<unknown> {
  const answer = await request(url, {
    method,
    ...(method === 'POST'
      ? { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }
      : {}),
    headersTimeout: 120_000,
  })
  const text = await answer.body.text()
  if (answer.statusCode >= 300) {
    throw new Error(`The sandbox answered ${answer.statusCode} to ${method} ${url}: ${text}`)
  }
  return text === '' ? null : JSON.parse(text)
}
