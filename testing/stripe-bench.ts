import { hash } from 'node:crypto'
import { stringify } from 'qs'
import { z } from 'zod'
import type { JsonObject } from '#nodes/json.ts'
import { NodeError } from '#nodes/errors.ts'
import type {
  Existing,
  Item,
  NodeContext,
  SinkRunner,
  SourceContext,
  WriteContext,
  Written,
} from '#nodes/runner.ts'
import type { StripeReader, StripeRecord, StripeWriter } from '#nodes/stripe/client/client.ts'
import { openStripe } from '#nodes/stripe/client/client.ts'
import { startSandbox } from '../sandbox/main.ts'
import { testDatabase } from './database.ts'

/** A key that the sandbox accepts. */
export const TEST_KEY = 'sk_test_nodes'

/** A Stripe sandbox of its own with an open client, and what nodes are given around it. */
export interface StripeBench {
  url: string
  read: StripeReader
  write: StripeWriter
  /** Milliseconds that the gate was asked to slow down. */
  slowed: number[]
  /** Calls Stripe's API directly, as somebody else would. */
  api(method: 'GET' | 'POST' | 'DELETE', path: string, params?: JsonObject): Promise<StripeRecord>
  /** Sets faults, or asks for the counts of calls. */
  fault(fault: JsonObject): Promise<void>
  calls(): Promise<{ total: number; writing: number }>
  context(): NodeContext<StripeReader>
  writeContext(idempotencyKey: string): WriteContext<StripeWriter>
  /** Adds an invoice as somebody else would: one line, finalised unless it is to be a draft. */
  invoice(params?: { customer?: string; amount?: number; draft?: boolean }): Promise<StripeRecord>
  /**
   * Carries a sink's write out for one record as the engine does: after a lost answer it looks before
   * it writes again. Throws what the sink refuses for good.
   */
  carryOut(runner: SinkRunner, config: object, item: Item): Promise<Written & { tries: number }>
  sourceContext(options?: Partial<SourceContext<StripeReader>>): SourceContext<StripeReader>
  close(): Promise<void>
}

/** Starts a seeded sandbox on a fresh database. */
export async function startStripe(
  seed: JsonObject = { customers: 4, invoices: 12 },
): Promise<StripeBench> {
  const database = await testDatabase()
  const sandbox = await startSandbox({ databaseUrl: database.url, stripePort: 0, netsuitePort: 0 })
  const url = sandbox.stripeUrl
  const slowed: number[] = []
  const never = new AbortController().signal
  const client = openStripe({
    config: { baseUrl: url, label: 'Sandbox' },
    secret: { apiKey: TEST_KEY },
    gate: { pass: (work) => work(never), slowDown: (ms) => slowed.push(ms) },
  })
  const control = async (method: string, path: string, body?: JsonObject): Promise<unknown> => {
    const answer = await fetch(`${url}/_sandbox${path}`, {
      method,
      ...(body ? { body: JSON.stringify(body) } : {}),
    })
    if (!answer.ok) throw new Error(`${path}: ${await answer.text()}`)
    return answer.json()
  }
  await control('POST', '/seed', seed)
  const context = (): NodeContext<StripeReader> => ({
    client: client.read,
    settings: {},
    now: new Date(),
    signal: never,
    links: { find: () => Promise.resolve(new Map()) },
  })
  const writeContext = (idempotencyKey: string): WriteContext<StripeWriter> => ({
    ...context(),
    client: client.write,
    idempotencyKey,
  })
  const api: StripeBench['api'] = async (method, path, params) => {
    const form = params ? stringify(params, { encodeValuesOnly: true }) : ''
    const answer = await fetch(`${url}${path}${method === 'GET' && form ? `?${form}` : ''}`, {
      method,
      headers: {
        authorization: `Bearer ${TEST_KEY}`,
        'content-type': 'application/x-www-form-urlencoded',
      },
      ...(method === 'POST' ? { body: form } : {}),
    })
    if (!answer.ok) throw new Error(`${path}: ${await answer.text()}`)
    return RECORD.parse(await answer.json())
  }
  return {
    url,
    read: client.read,
    write: client.write,
    slowed,
    api,
    fault: async (fault) => {
      await control('POST', '/faults', fault)
    },
    calls: async () => CALLS.parse(await control('GET', '/calls')),
    context,
    writeContext,
    invoice: async ({ customer, amount = 10_000, draft = false } = {}) => {
      const made = customer ?? (await api('POST', '/v1/customers', { name: 'Buyer' })).id
      const { id } = await api('POST', '/v1/invoices', {
        customer: made,
        collection_method: 'send_invoice',
        days_until_due: 30,
        currency: 'usd',
      })
      const lines = [{ amount, description: 'Seats' }]
      const filled = await api('POST', `/v1/invoices/${id}/add_lines`, { lines })
      return draft ? filled : api('POST', `/v1/invoices/${id}/finalize`)
    },
    carryOut: async (runner, config, item) => {
      for (let tries = 1; ; tries += 1) {
        const intent = await runner.intend(config, item, context())
        if ('outcome' in intent) throw new Error(`no intent: ${JSON.stringify(intent)}`)
        let existing: Existing | null = intent.targetId ? { id: intent.targetId } : null
        if (tries > 1 && !existing) {
          existing = await runner.look(config, intent, context())
          if (existing) return { id: existing.id, changed: true, tries }
        }
        const key = JSON.stringify([item.key, runner.kind.id, intent.payload])
        try {
          const write = writeContext(hash('sha256', key, 'hex'))
          return { ...(await runner.write(config, intent, existing, write)), tries }
        } catch (error) {
          const lost = error instanceof NodeError && error.outcomeUnknown
          if (!lost || tries === MOST_TRIES) throw error
        }
      }
    },
    sourceContext: (options = {}) => ({
      ...context(),
      since: null,
      ids: null,
      until: new Date(),
      pageSize: 100,
      ...options,
    }),
    close: async () => {
      await client.close()
      await sandbox.close()
      await database.drop()
    },
  }
}

/** The engine gives up after as many. */
const MOST_TRIES = 5

const RECORD = z.custom<StripeRecord>()
const CALLS = z.object({ total: z.number(), writing: z.number() })
