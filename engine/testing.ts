import { randomBytes } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { flows, flowVersions, integrations } from '#db/schema/index.ts'
import { NodeError } from '#nodes/errors.ts'
import { noteExchange } from '#nodes/http/exchanges.ts'
import type { JsonObject } from '#nodes/json.ts'
import { netsuiteUpsert } from '#nodes/netsuite/upsert/kind.ts'
import { sink, source, transform, type Runner, type SourceRecord } from '#nodes/runner.ts'
import { findRunner } from '#nodes/runners.ts'
import { stripeGet } from '#nodes/stripe/get/kind.ts'
import { stripeListSource } from '#nodes/stripe/list-source/kind.ts'
import { testDatabase } from '../testing/database.ts'
import { openEngine, type Engine } from './engine.ts'
import { parseFlowDocument, type FlowDocument } from './graph/schema.ts'
import { waitForRun } from './live.ts'
import { startRun } from './start-run.ts'
import { startWorker, type RunningWorker } from './worker.ts'
import type { RunSnapshot } from './runs.ts'

/** What is to become of a record at a node of the bench's flow. */
export type Fate = { filtered: string } | { error: NodeError }

/**
 * An engine on a database of its own with one published flow, `source → check → write`, whose nodes
 * do what the test says instead of asking Stripe and NetSuite.
 */
export interface EngineBench {
  engine: Engine
  flowId: string
  /** What the source gives, on one page. */
  records: SourceRecord[]
  skipped: { key: string; reason: string }[]
  /** By node and key; a list is used up one by one, so that a later try may fare better. */
  fates: Record<'check' | 'write', Map<string, Fate[]>>
  /** Keys in the order they were written. */
  written: string[]
  startWorker: () => Promise<RunningWorker>
  /** Starts a run and waits for its end; a worker must be there. */
  run: (options?: { dryRun?: boolean }) => Promise<RunSnapshot>
  /** Publishes another document of the flow. */
  publish: (document: FlowDocument) => Promise<void>
  close: () => Promise<void>
}

/** Opens the bench. Nothing is executed before a worker is started. */
export async function openEngineBench(): Promise<EngineBench> {
  const database = await testDatabase({ migrated: true })
  const secretKey = randomBytes(32)
  const engine = await openEngine({ databaseUrl: database.url, secretKey, worker: true })
  const workers: RunningWorker[] = []
  const { db } = engine.database
  const flowId = 'invoices'
  await db.insert(integrations).values({ id: 'bench', name: 'Bench' })
  await db.insert(flows).values({
    id: flowId,
    integrationId: 'bench',
    name: 'Invoices',
    lineage: flowId,
  })
  const bench: EngineBench = {
    engine,
    flowId,
    records: [],
    skipped: [],
    fates: { check: new Map(), write: new Map() },
    written: [],
    startWorker: async () => {
      const runners = benchRunners(bench)
      const worker = await startWorker(engine, {
        pages: 2,
        findRunner: (id) => runners.find((runner) => runner.kind.id === id) ?? findRunner(id),
      })
      workers.push(worker)
      return worker
    },
    run: async (options = {}) => {
      const started = await startRun(engine, { flowId, trigger: 'manual', ...options })
      if (!started.ok) throw new Error(started.problems.map((one) => one.message).join(' '))
      return waitForRun(engine, started.runId, AbortSignal.timeout(50_000))
    },
    publish: (document) => publish(engine, flowId, document),
    close: async () => {
      for (const worker of workers) await worker.stop()
      await engine.close()
      await database.drop()
    },
  }
  await bench.publish(benchDocument())
  return bench
}

/** The flow of the bench; `without` leaves a node out and joins its neighbours. */
export function benchDocument(without?: 'check'): FlowDocument {
  const nodes = [
    { id: 'source', kind: 'stripe.list-source', name: 'Every invoice', config: {} },
    { id: 'check', kind: 'stripe.get', name: 'Check', config: { id: 'id' } },
    { id: 'write', kind: 'netsuite.upsert', name: 'Write invoice', config: { body: '{}' } },
  ].filter((node) => node.id !== without)
  return parseFlowDocument({
    format: 1,
    name: 'Invoices',
    nodes: nodes.map((node, index) => ({
      ...node,
      version: 1,
      position: { x: index * 300, y: 0 },
    })),
    edges: nodes.slice(1).map((node, index) => ({
      from: nodes[index]?.id,
      port: 'out',
      to: node.id,
    })),
  })
}

/** A record of the bench's source. */
export function benchRecord(number: number, fields: JsonObject = {}): SourceRecord {
  const key = `in_${String(number).padStart(4, '0')}`
  const name = `INV-${String(number).padStart(4, '0')}`
  return {
    key,
    record: { id: key, number: name, ...fields },
    facts: { name, amount: '12.50', currency: 'USD' },
  }
}

async function publish(engine: Engine, flowId: string, document: FlowDocument): Promise<void> {
  const { db } = engine.database
  const present = await db.select().from(flowVersions).where(eq(flowVersions.flowId, flowId))
  const number = present.length + 1
  await db.insert(flowVersions).values({ flowId, number, document })
  await db.update(flows).set({ publishedVersion: number }).where(eq(flows.id, flowId))
}

function benchRunners(bench: EngineBench): Runner[] {
  const fateOf = (node: 'check' | 'write', key: string) => bench.fates[node].get(key)?.shift()
  return [
    source(stripeListSource, {
      read: () => Promise.resolve({ records: bench.records, next: null, skipped: bench.skipped }),
    }),
    transform(stripeGet, {
      run: (_config, items) =>
        Promise.resolve(
          items.map(({ key, record }) => {
            const fate = fateOf('check', key)
            if (!fate) return { outcome: 'done', record: { ...record, checked: true } }
            return 'error' in fate
              ? { outcome: 'failed', error: fate.error }
              : { outcome: 'filtered', reason: fate.filtered }
          }),
        ),
    }),
    sink(netsuiteUpsert, {
      intend: (_config, { key, record }) =>
        Promise.resolve({
          identity: key,
          role: 'invoice',
          target: { system: 'netsuite', type: 'invoice' },
          payload: record,
          link: { system: 'stripe', type: 'invoice', id: key },
        }),
      look: () => Promise.resolve(null),
      write: (_config, intent) => {
        const fate = fateOf('write', intent.identity)
        if (fate && 'error' in fate) return Promise.reject(fate.error)
        bench.written.push(intent.identity)
        noteExchange({ method: 'POST', url: 'https://netsuite.test/invoice', status: 204, ms: 1 })
        return Promise.resolve({ id: `ns-${intent.identity}`, changed: true })
      },
      settle: (_config, { record }, _intent, id) => ({ ...record, netsuite: { id } }),
    }),
  ]
}

/** An error that only a person can cure. */
export function refusal(message = 'NetSuite needs a value for Entity.'): NodeError {
  return new NodeError({ class: 'value', code: 'USER_ERROR', field: 'entity', message })
}

/** An error that cures itself. */
export function hiccup(): NodeError {
  return new NodeError({ class: 'intermittent', message: 'NetSuite has a problem of its own.' })
}
