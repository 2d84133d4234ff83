import { and, eq, inArray, ne, sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Db } from '#db/client.ts'
import { effects, flows, flowVersions, integrations, runs } from '#db/schema/index.ts'
import { isJsonObject, type JsonObject } from '#nodes/json.ts'
import { parseFlowDocument, type FlowDocument, type FlowNode } from '../graph/schema.ts'
import { resolveSettings } from '../graph/settings.ts'
import { inBatches } from './in-batches.ts'

/** A flow that carries something over, with the settings it runs with. */
export interface Carrier {
  flowId: string
  settings: JsonObject
  /** What its records are, such as `stripe:invoice` or `netsuite:customer`. */
  reads: ReadonlySet<string>
  /** What it makes in the other system, such as `netsuite:customerPayment`. */
  writes: ReadonlySet<string>
  /** It is enabled, or has run: what it ought to have carried over can be asked for. */
  active: boolean
}

/** The published flows of an integration, with what they read and write. */
export async function findCarriers(db: Db, integrationId: string): Promise<Carrier[]> {
  const rows = await db
    .select({
      flowId: flows.id,
      enabled: flows.enabled,
      document: flowVersions.document,
      shared: integrations.settings,
      hasRun: sql<boolean>`exists (select 1 from ${runs} where ${runs.flowId} = ${flows.id}
        and not ${runs.dryRun})`,
    })
    .from(flows)
    .innerJoin(integrations, eq(integrations.id, flows.integrationId))
    .innerJoin(
      flowVersions,
      and(eq(flowVersions.flowId, flows.id), eq(flowVersions.number, flows.publishedVersion)),
    )
    .where(eq(flows.integrationId, integrationId))
  return rows.map(({ flowId, enabled, hasRun, document, shared }) => {
    const parsed = parseFlowDocument(document)
    const nodes = stepsOf(parsed)
    const settings = resolveSettings(parsed, isJsonObject(shared) ? shared : {})
    const written = nodes.flatMap((node) => writtenBy(node) ?? [])
    return {
      flowId,
      settings,
      reads: new Set(nodes.flatMap((node) => readBy(node) ?? [])),
      writes: new Set(written.filter((one) => !switchedOff(settings, one))),
      active: enabled || hasRun,
    }
  })
}

/** The carriers that make one of these things out of one of those. */
export function carriersFrom(
  carriers: readonly Carrier[],
  wanted: { reads: readonly string[]; writes: readonly string[] },
): Carrier[] {
  return carriers.filter(
    ({ reads, writes }) =>
      wanted.reads.some((one) => reads.has(one)) && wanted.writes.some((one) => writes.has(one)),
  )
}

/** Its own steps that are not switched off, and those of the flows that they call. */
function stepsOf(document: FlowDocument): FlowNode[] {
  const steps: FlowNode[] = []
  const seen = new Set<string>()
  const add = (nodes: readonly FlowNode[]) => {
    for (const node of nodes) {
      if (node.disabled) continue
      steps.push(node)
      const name = CONFIG.parse(node.config).flow ?? ''
      const called = node.kind === 'flow.call' && !seen.has(name) ? document.called[name] : null
      seen.add(name)
      if (called) add(called.nodes)
    }
  }
  add(document.nodes)
  return steps
}

/** A flow of invoices may book their payments too, or leave them to a flow of their own. */
function switchedOff(settings: JsonObject, written: string): boolean {
  return settings.bookPayments === false && written === 'netsuite:customerPayment'
}

const CONFIG = z.object({
  flow: z.string().optional().catch(undefined),
  object: z.string().optional().catch(undefined),
  recordType: z.string().optional().catch(undefined),
  to: z.string().optional().catch(undefined),
  sql: z.string().optional().catch(undefined),
})

function readBy({ kind, config }: FlowNode): string | null {
  const { object, recordType, sql: query } = CONFIG.parse(config)
  switch (kind) {
    case 'stripe.event-source':
    case 'stripe.list-source':
      return `stripe:${object ?? ''}`
    case 'netsuite.record-source':
      return `netsuite:${recordType ?? 'invoice'}`
    case 'netsuite.query-source':
      return `netsuite:${queried(query ?? '')}`
    default:
      return null
  }
}

/** The type of record that a query is about, as far as its text tells. */
function queried(query: string): string {
  const code = /'(CustInvc|CustPymt|CustCred|CustRfnd)'/.exec(query)?.[1]
  if (code !== undefined) return TYPE_OF_CODE.get(code) ?? ''
  return /\bfrom\s+(\w+)/i.exec(query)?.[1]?.toLowerCase() ?? ''
}

const TYPE_OF_CODE = new Map([
  ['CustInvc', 'invoice'],
  ['CustPymt', 'customerPayment'],
  ['CustCred', 'creditMemo'],
  ['CustRfnd', 'customerRefund'],
])

function writtenBy({ kind, config }: FlowNode): string | null {
  const { recordType, to } = CONFIG.parse(config)
  switch (kind) {
    case 'netsuite.upsert':
      return `netsuite:${recordType ?? 'invoice'}`
    case 'netsuite.transform':
      return `netsuite:${to ?? 'invoice'}`
    default:
      return WRITTEN_BY_KIND.get(kind) ?? null
  }
}

const WRITTEN_BY_KIND = new Map([
  ['netsuite.apply-payment', 'netsuite:customerPayment'],
  ['netsuite.apply-credit', 'netsuite:creditMemo'],
  ['netsuite.refund-customer', 'netsuite:customerRefund'],
  ['stripe.upsert-customer', 'stripe:customer'],
  ['stripe.create-invoice', 'stripe:invoice'],
  ['stripe.pay-invoice', 'stripe:paid'],
  ['stripe.void-invoice', 'stripe:void'],
])

const IDS_PER_QUERY = 1_000

/** Which of these Stripe ids belong to another integration, whose Stripe account is another one. */
export async function ownedElsewhere(
  db: Db,
  integrationId: string,
  sourceIds: readonly string[],
): Promise<Set<string>> {
  const others = await db
    .select({ id: integrations.id })
    .from(integrations)
    .where(ne(integrations.id, integrationId))
  const found = new Set<string>()
  if (others.length === 0) return found
  const ids = others.map((other) => other.id)
  for (const some of inBatches(sourceIds, IDS_PER_QUERY)) {
    const rows = await db
      .selectDistinct({ id: effects.sourceId })
      .from(effects)
      .where(and(inArray(effects.integrationId, ids), inArray(effects.sourceId, some)))
    for (const { id } of rows) if (id !== null) found.add(id)
  }
  return found
}
