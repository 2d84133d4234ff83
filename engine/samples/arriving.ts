import { findKind } from '#nodes/catalog.ts'
import type { Json, JsonObject } from '#nodes/json.ts'
import type { TransformResult } from '#nodes/runner.ts'
import type { FlowDocument } from '../graph/schema.ts'
import { resolveSettings } from '../graph/settings.ts'
import { pureStep } from './pure-step.ts'

/** A sample as it arrives at a node. */
export interface Arriving {
  /** The sample's own name. */
  name: string
  key: string
  record: JsonObject
}

/** What of a flow decides which samples get to a node. */
export type SampledDocument = Pick<
  FlowDocument,
  'settings' | 'nodes' | 'edges' | 'samples' | 'pins'
>

/** More would only make the screen slow. */
const MOST = 50

/**
 * The samples of the nodes before this one, carried to it by the very code that runs in production.
 * They get as far as the nodes between need nothing but the record: behind a look-up or a write only
 * samples and pinned outputs of later nodes go on. The node's own samples are not among them.
 */
export async function samplesArriving(
  document: SampledDocument,
  settings: JsonObject,
  nodeId: string,
): Promise<Arriving[]> {
  const walk: Walk = {
    document,
    settings: resolveSettings(document, settings),
    leaving: new Map(),
  }
  return (await before(nodeId, walk)).slice(0, MOST)
}

interface Walk {
  document: SampledDocument
  settings: JsonObject
  /** What leaves each node; an entry is there before it is known, so that a loop ends. */
  leaving: Map<string, Promise<Leaving[]>>
}

/** `port` is null for what leaves by each of them. */
type Leaving = Arriving & { port: string | null }

async function before(nodeId: string, walk: Walk): Promise<Arriving[]> {
  const edges = walk.document.edges.filter((edge) => edge.to === nodeId)
  const lists: Arriving[] = []
  for (const { from, port } of edges) {
    const leaving = await (walk.leaving.get(from) ?? begin(from, walk))
    const here = leaving.filter((one) => one.port === null || one.port === port)
    lists.push(...here.map(({ name, key, record }) => ({ name, key, record })))
  }
  return lists
}

function begin(id: string, walk: Walk): Promise<Leaving[]> {
  // A node of a loop gives nothing to itself: the compiler refuses loops anyway.
  walk.leaving.set(id, Promise.resolve([]))
  const found = leave(id, walk)
  walk.leaving.set(id, found)
  return found
}

async function leave(id: string, walk: Walk): Promise<Leaving[]> {
  const { document } = walk
  const node = document.nodes.find((one) => one.id === id)
  if (!node) return []
  const own = document.samples
    .filter((sample) => sample.node === id)
    .map(({ name, record }) => ({ name, record, key: keyOf(record, name) }))
  const pin = document.pins.find((one) => one.node === id)
  const pinned = (pin?.records ?? []).map((one) => ({
    ...one,
    name: one.key,
    port: one.port ?? 'out',
  }))
  if (findKind(node.kind)?.role === 'source') {
    return node.disabled ? [] : [...own.map((one) => ({ ...one, port: null })), ...pinned]
  }
  if (pin) return pinned
  const arriving = [...own, ...(await before(id, walk))].slice(0, MOST)
  if (node.disabled) return arriving.map((one) => ({ ...one, port: null }))
  const step = pureStep(node, walk.settings)
  if (!step.ok) return []
  const leaving: Leaving[] = []
  for (const one of arriving) {
    const result = await step.run({ key: one.key, record: one.record })
    leaving.push(...onwards(one, result))
  }
  return leaving
}

function onwards(one: Arriving, result: TransformResult): Leaving[] {
  if (result.outcome === 'split') {
    return result.parts.map(({ id, record }) => {
      const part = { name: `${one.name} #${id}`, key: `${one.key}#${id}`, record }
      return { ...part, port: 'out' }
    })
  }
  if (result.outcome !== 'done') return []
  const ports = result.ports ?? [result.port ?? 'out']
  return ports.map((port) => ({ ...one, record: result.record, port }))
}

/** The key that a sample's record had: Stripe and NetSuite call it `id`. */
export function keyOf(record: JsonObject, otherwise: string): string {
  const id: Json | undefined = record.id
  return typeof id === 'string' && id !== '' ? id : otherwise
}
