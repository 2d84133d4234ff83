import Stripe from 'stripe'
import { z } from 'zod'
import {
  listErrors,
  listFlows,
  listIntegrations,
  listRecords,
  loadFlow,
  publishFlow,
  saveEdits,
  saveIntegration,
  startRun,
  waitForRun,
  type ErrorRow,
  type RecordRow,
  type RunSnapshot,
  type StartRequest,
} from '#engine/api.ts'
import type { JsonObject } from '#nodes/json.ts'
import { openNetSuite, type NetSuiteWriter, type QueryRow } from '#nodes/netsuite/client/client.ts'
import { markBoth, writesInBoth, type CallsMark } from './sandbox-calls.ts'
import { openWorld, type World } from './world.ts'

/** A world with published templates, a worker, and both systems at hand as their users have them. */
export interface TemplateWorld extends World {
  /** Stripe's official client. */
  stripe: Stripe
  /** NetSuite, signed in as its administrator. */
  netsuite: NetSuiteWriter
  signal: AbortSignal
  /** Rows of a SuiteQL query. */
  query: (sql: string, params?: string[]) => Promise<QueryRow[]>
  /** The flow that was made of a template. */
  flowOf: (template: string) => Promise<string>
  /** Changes the settings of a template's flow and publishes it. */
  set: (template: string, values: JsonObject) => Promise<void>
  /** Changes the settings that all flows share. */
  share: (values: JsonObject) => Promise<void>
  /** Runs a template's flow to its end. */
  run: (template: string, options?: Partial<StartRequest>) => Promise<RunSnapshot>
  /** The records of a run. */
  records: (run: RunSnapshot) => Promise<RecordRow[]>
  /** Errors of a template's flow that wait for a person. */
  openErrors: (template: string) => Promise<ErrorRow[]>
  /** The place behind all calls that both systems have had so far. */
  markCalls: () => Promise<CallsMark>
  /** Writing calls that both systems have had behind a mark. */
  writesSince: (mark: CallsMark) => Promise<number>
  /** Asks what only a stand-in has, such as `/periods` of NetSuite. */
  control: (
    system: 'stripe' | 'netsuite',
    method: string,
    path: string,
    body?: JsonObject,
  ) => Promise<unknown>
  /** Moves the clock of both systems. */
  advance: (days: number) => Promise<void>
}

/**
 * Opens a world with the wanted templates and what they call, and next to no business: one customer in
 * each system and no invoice. A worker is running, unless the test has its own (`worker: false`).
 */
export async function openTemplateWorld(
  templates: readonly string[],
  options: { customers?: number; invoices?: number; worker?: boolean } = {},
): Promise<TemplateWorld> {
  const { worker = true, ...business } = options
  const seed = { customers: 1, invoices: 0, ...business }
  const world = await openWorld({ templates, seed })
  if (worker) await world.work()
  const { engine, sandbox } = world
  const { signal } = new AbortController()
  const addresses = { stripe: sandbox.stripeUrl, netsuite: sandbox.netsuiteUrl }
  const control: TemplateWorld['control'] = async (system, method, path, body) => {
    const answer = await fetch(`${addresses[system]}/_sandbox${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      ...(body ? { body: JSON.stringify(body) } : {}),
    })
    const text = await answer.text()
    if (!answer.ok) throw new Error(`${method} ${path}: ${text}`)
    return text === '' ? null : JSON.parse(text)
  }
  const stripeAddress = new URL(addresses.stripe)
  const stripe = new Stripe('sk_test_person', {
    host: stripeAddress.hostname,
    port: Number(stripeAddress.port),
    protocol: 'http',
    telemetry: false,
  })
  const signIn = CREDENTIALS.parse(await control('netsuite', 'GET', '/credentials'))
  const netsuite = openNetSuite({
    config: {
      accountId: signIn.accountId,
      baseUrl: addresses.netsuite,
      auth: 'oauth2',
      concurrencyLimit: 4,
    },
    secret: signIn.oauth2,
    gate: { pass: (work) => work(signal), slowDown: () => {} },
  })
  const flowOf = async (template: string) => {
    const found = (await listFlows(engine)).find((flow) => flow.templateId === template)
    if (!found) throw new Error(`There is no flow of the template ${template}.`)
    return found.id
  }
  return {
    ...world,
    stripe,
    netsuite: netsuite.write,
    signal,
    control,
    flowOf,
    query: async (sql, params = []) => (await netsuite.read.query(sql, params, { signal })).rows,
    set: async (template, values) => {
      const flowId = await flowOf(template)
      const { revision } = await loadFlow(engine, flowId)
      const edits = Object.entries(values).map(([key, value]) => ({
        ...{ type: 'set-setting-value' as const, key, value },
      }))
      await saveEdits(engine, { flowId, baseRevision: revision, edits })
      const published = await publishFlow(engine, { flowId })
      if (!published.ok) throw new Error(published.problems.map((one) => one.message).join(' '))
    },
    share: async (values) => {
      const [integration] = await listIntegrations(engine)
      if (!integration) throw new Error('There is no integration.')
      const settings = { ...integration.settings, ...values }
      await saveIntegration(engine, { ...integration, settings })
    },
    run: async (template, request = {}) => {
      const flowId = await flowOf(template)
      const started = await startRun(engine, { flowId, trigger: 'manual', ...request })
      if (!started.ok) throw new Error(started.problems.map((one) => one.message).join(' '))
      return waitForRun(engine, started.runId, AbortSignal.timeout(50_000))
    },
    records: async (run) => (await listRecords(engine, { runId: run.id, limit: 1_000 })).records,
    openErrors: async (template) =>
      listErrors(engine, { flowId: await flowOf(template), state: 'open' }),
    markCalls: () => markBoth(sandbox),
    writesSince: (mark) => writesInBoth(sandbox, mark),
    advance: async (days) => {
      await control('stripe', 'POST', '/clock', { advanceMs: days * 86_400_000 })
    },
    [Symbol.asyncDispose]: async () => {
      await netsuite.close()
      await world[Symbol.asyncDispose]()
    },
  }
}

const CREDENTIALS = z.object({
  accountId: z.string(),
  oauth2: z.record(z.string(), z.json()),
})
