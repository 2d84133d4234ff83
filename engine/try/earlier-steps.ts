import { and, asc, eq, inArray } from 'drizzle-orm'
import stringify from 'safe-stable-stringify'
import type { Db } from '#db/client.ts'
import { runs, traceBundles } from '#db/schema/index.ts'
import type { JsonObject } from '#nodes/json.ts'
import { parseFlowDocument, type FlowDocument } from '../graph/schema.ts'
import { staleNodes } from '../graph/stale-nodes.ts'
import { KEPT_PAGES } from '../queue/page-items.ts'
import { unpackBundle, type BundledRecord } from '../run/bundle.ts'
import type { EarlierStep, EarlierSteps } from '../run/traveller.ts'

type BundledStep = BundledRecord['steps'][number]

/** How a record may have ended at a node for the answer to hold: a failure is always tried again. */
const SETTLED: ReadonlySet<string> = new Set(['done', 'unchanged', 'filtered'])

/**
 * What an earlier test knows of nodes that ask or write somewhere and have not changed since. An answer
 * holds for the same record only: same key, same content as it arrived. Nodes that only compute are
 * not taken over, they cost nothing.
 */
export async function openEarlier(
  db: Db,
  request: { runId: number; document: FlowDocument },
): Promise<EarlierSteps> {
  const { runId } = request
  const [run] = await db.select({ document: runs.document }).from(runs).where(eq(runs.id, runId))
  if (!run?.document) return { find: () => null }
  const stale = staleNodes(parseFlowDocument(run.document), request.document)
  const bundles = await db
    .select({ body: traceBundles.body })
    .from(traceBundles)
    .where(and(eq(traceBundles.runId, runId), inArray(traceBundles.page, FIRST_PAGES)))
    .orderBy(asc(traceBundles.page), asc(traceBundles.bundle))
  const records = (await Promise.all(bundles.map(({ body }) => unpackBundle(body)))).flat()
  const known = new Map<string, EarlierStep>()
  for (const { key, steps } of records) {
    for (const step of steps) {
      if (stale.has(cardOf(step.node)) || !SETTLED.has(step.outcome)) continue
      if (step.pinned || !asks(step)) continue
      const found = toEarlier(step, runId)
      // A part of a record was the whole record at the nodes before.
      for (const one of [key, ...wholes(key)]) known.set(nameOf(step.node, one, step.input), found)
    }
  }
  return { find: (node, key, input) => known.get(nameOf(node, key, input)) ?? null }
}

const FIRST_PAGES = Array.from({ length: KEPT_PAGES }, (_, index) => index + 1)

function asks(step: BundledStep): boolean {
  return step.exchanges.length > 0 || step.would !== undefined
}

function toEarlier(
  { node: _node, input: _input, ...step }: BundledStep,
  runId: number,
): EarlierStep {
  const { error: _error, takenFrom = runId, ...rest } = step
  return { ...rest, takenFrom }
}

/** Steps of a called flow change with the node that calls it. */
function cardOf(node: string): string {
  return node.split('/')[0] ?? node
}

function wholes(key: string): string[] {
  const parts = key.split('#')
  return parts.slice(1).map((_, index) => parts.slice(0, index + 1).join('#'))
}

function nameOf(node: string, key: string, input: JsonObject): string {
  return `${node}\n${key}\n${stringify(input) ?? ''}`
}
