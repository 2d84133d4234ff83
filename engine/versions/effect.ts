import { and, inArray } from 'drizzle-orm'
import type { Db } from '#db/client.ts'
import { recordIndex } from '#db/schema/index.ts'
import { findKind } from '#nodes/catalog.ts'
import type { Json, JsonObject } from '#nodes/json.ts'
import { findPureRunner } from '#nodes/pure-runners.ts'
import type { Engine } from '../engine.ts'
import { loadFlow, loadVersion } from '../flows.ts'
import type { FlowDocument, FlowNode } from '../graph/schema.ts'
import { resolveSettings } from '../graph/settings.ts'
import { compareDocuments, type NodeDifference } from '../difference/compare.ts'
import { passedRecords, type PassedRecord } from './passed-records.ts'
import { recordDifferences } from './record-differences.ts'
import { resultField, triableStep, type TriableStep, type Tried } from './try-step.ts'

/** One record that would come out otherwise. */
interface EffectExample {
  key: string
  /** What people call it, such as the invoice number. */
  name: string | null
  /** Its place, for its trace. */
  runId: number
  page: number
  position: number
  before: Json | undefined
  after: Json | undefined
}

/** A difference that some records share. */
interface EffectGroup {
  /** A field of the step's result such as `memo`, or two ways as `goes on → fails`. */
  what: string
  count: number
  examples: EffectExample[]
}

/** What a changed step would make of records that have passed it. */
interface NodeEffect {
  node: string
  name: string
  /** Records that arrived at the step, of those that were looked at. */
  tried: number
  /** Those that would leave it otherwise. */
  changed: number
  fields: EffectGroup[]
  ways: EffectGroup[]
}

/** What one version would make of real records, compared with another. */
interface VersionEffect {
  /** Distinct records that were looked at, newest runs first. */
  records: number
  nodes: NodeEffect[]
  /** What changed and cannot be told beforehand, and why; sentences. */
  untold: { node: string | null; words: string }[]
}

const EXAMPLES = 5
const MOST_FIELDS = 60
/** Visits looked at at most: a record that went through many runs counts once and is read often. */
const MOST_VISITS = 5_000

/** A published version by its number, or the draft. */
type VersionRef = number | 'draft'

/**
 * Tries the steps that differ between two versions of a flow on what arrived at them in its last real
 * runs: at most `limit` distinct records. Each step is tried on the same input with the same clock by
 * both versions. Steps that ask or write elsewhere are not tried, and are named. Throws NotFoundError
 * for a version that does not exist.
 */
export async function versionEffect(
  engine: Engine,
  wanted: { flowId: string; before: VersionRef; after: VersionRef; limit: number },
): Promise<VersionEffect> {
  const { db } = engine.database
  const { flowId, limit } = wanted
  const draft = await loadFlow(engine, flowId)
  const load = (version: VersionRef) =>
    version === 'draft' ? draft.document : loadVersion(engine, flowId, version)
  const before = await load(wanted.before)
  const after = await load(wanted.after)
  const { trials, untold } = prepareTrials(before, after, draft.sharedSettings)
  const seen = new Set<string>()
  if (trials.length > 0) {
    let visits = 0
    for await (const record of passedRecords(db, flowId)) {
      visits += 1
      if (!seen.has(record.key)) {
        seen.add(record.key)
        for (const trial of trials) await tryOn(trial, record)
      }
      if (seen.size >= limit || visits >= MOST_VISITS) break
    }
  }
  const nodes = trials.map(({ effect }) => ({
    ...effect,
    fields: sorted(effect.fields).slice(0, MOST_FIELDS),
    ways: sorted(effect.ways),
  }))
  await nameExamples(db, nodes)
  return { records: seen.size, nodes, untold }
}

interface Trial {
  into: string
  before: Extract<TriableStep, { ok: true }>
  after: Extract<TriableStep, { ok: true }>
  effect: NodeEffect
}

function prepareTrials(before: FlowDocument, after: FlowDocument, settings: JsonObject) {
  const comparison = compareDocuments(before, after)
  const was = { nodes: byId(before), settings: resolveSettings(before, settings) }
  const is = { nodes: byId(after), settings: resolveSettings(after, settings) }
  const changedSettings = Object.keys({ ...was.settings, ...is.settings }).filter(
    (key) => JSON.stringify(was.settings[key]) !== JSON.stringify(is.settings[key]),
  )
  const trials: Trial[] = []
  const untold: VersionEffect['untold'] = []
  for (const [id, node] of is.nodes) {
    const old = was.nodes.get(id)
    const difference = comparison.nodes.find((one) => one.id === id)
    const touched = isChange(difference) || reads(node, changedSettings)
    if (!old || !touched) continue
    if (old.kind !== node.kind || !findPureRunner(node.kind)) {
      untold.push({ node: id, words: `${node.name}: ${whyNot(node)}` })
      continue
    }
    const steps = [triableStep(old, was.settings), triableStep(node, is.settings)] as const
    const broken = steps.find((step) => !step.ok)
    if (broken) untold.push({ node: id, words: `${node.name}: ${broken.why}` })
    const [one, other] = steps
    if (!one.ok || !other.ok) continue
    const effect = { node: id, name: node.name, tried: 0, changed: 0, fields: [], ways: [] }
    trials.push({ into: resultField(old, node), before: one, after: other, effect })
  }
  const whole = comparison.nodes.filter((one) => one.kind !== 'changed').length
  if (whole + comparison.edges.length > 0) {
    untold.push({
      node: null,
      words:
        'Nodes or connections were added or removed. What that means for records, Test shows: it runs the draft without writing.',
    })
  }
  return { trials, untold }
}

/** Its name and its note make no record different. */
function isChange(difference: NodeDifference | undefined): boolean {
  const shown = ['name', 'note']
  return difference?.fields.some((one) => !one.layoutOnly && !shown.includes(one.field)) ?? false
}

/** True where a node's config names one of these settings. */
function reads(node: FlowNode, keys: readonly string[]): boolean {
  const text = JSON.stringify(node.config)
  return keys.some((key) => text.includes(`\\"${key}\\"`) || text.includes(`"${key}"`))
}

function whyNot(node: FlowNode): string {
  const role = findKind(node.kind)?.role
  if (role === 'source') return 'what it would read cannot be told from stored records.'
  if (role === 'sink') return 'writes are not tried here. Test shows what it would write.'
  return 'it asks elsewhere, so it is not tried here. Test shows what it would give.'
}

async function tryOn(trial: Trial, record: PassedRecord): Promise<void> {
  const input = record.arrived.get(trial.effect.node)
  if (!input) return
  const item = { key: record.key, record: input }
  const before = await trial.before.run(item, record.scope)
  const after = await trial.after.run(item, record.scope)
  trial.effect.tried += 1
  const place = { key: record.key, name: null, runId: record.runId }
  const at = { ...place, page: record.page, position: record.position }
  if (before.way !== after.way || before.message !== after.message) {
    const told = { ...at, before: saidOf(before), after: saidOf(after) }
    const what = before.way === after.way ? 'fails otherwise' : `${before.way} → ${after.way}`
    note(trial.effect.ways, what, told)
    trial.effect.changed += 1
    return
  }
  if (!before.record || !after.record) return
  const differences = recordDifferences(before.record, after.record)
  for (const { field, ...values } of differences) {
    note(trial.effect.fields, within(field, trial.into), { ...at, ...values })
  }
  if (differences.length > 0) trial.effect.changed += 1
}

function saidOf({ way, message }: Tried): string {
  return message === null ? way : `${way}: ${message}`
}

function within(field: string, into: string): string {
  return into !== '' && field.startsWith(`${into}.`) ? field.slice(into.length + 1) : field
}

function note(groups: EffectGroup[], what: string, example: EffectExample): void {
  let group = groups.find((one) => one.what === what)
  if (!group) groups.push((group = { what, count: 0, examples: [] }))
  group.count += 1
  if (group.examples.length < EXAMPLES) group.examples.push(example)
}

function sorted(groups: readonly EffectGroup[]): EffectGroup[] {
  return groups.toSorted((one, other) => other.count - one.count)
}

/** Puts in what people call the records, where the index of records knows it. */
async function nameExamples(db: Db, nodes: readonly NodeEffect[]): Promise<void> {
  const examples = nodes.flatMap(({ fields, ways }) =>
    [...fields, ...ways].flatMap((group) => group.examples),
  )
  if (examples.length === 0) return
  const { runId, key, name } = recordIndex
  const rows = await db
    .select({ runId, key, name })
    .from(recordIndex)
    .where(
      and(
        inArray(key, [...new Set(examples.map((one) => one.key))]),
        inArray(runId, [...new Set(examples.map((one) => one.runId))]),
      ),
    )
  const names = new Map(rows.map((row) => [`${row.runId} ${row.key}`, row.name]))
  for (const one of examples) one.name = names.get(`${one.runId} ${one.key}`) ?? null
}

function byId(document: FlowDocument): Map<string, FlowNode> {
  return new Map(document.nodes.map((node) => [node.id, node]))
}
