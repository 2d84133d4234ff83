import type { JsonObject } from '#nodes/json.ts'
import type { System } from '#nodes/kind.ts'
import type { Links, Runner } from '#nodes/runner.ts'
import type { PlanScope, PlanStep } from '../compile/plan.ts'
import type { EffectLedger } from './effects.ts'
import type { PageItem, RecordResult, StepTrace } from './page.ts'

/** What executing needs of the world. In a dry run `write` is absent: a sink cannot write. */
export interface ExecuteDeps {
  findRunner: (kindId: string) => Runner | undefined
  clients: Partial<Record<System, { read: unknown; write: unknown; rehearse?: unknown }>>
  ledger: EffectLedger
  links: Links
  scope: PlanScope
  dryRun: boolean
  /** In a test: nodes that are not run, because their output is kept; records begin there. */
  pinned?: ReadonlySet<string>
  /** In a test: what the test before made of a record at a node, where that still holds. */
  earlier?: EarlierSteps
  signal: AbortSignal
}

/** Steps of an earlier test that need not be run again. */
export interface EarlierSteps {
  find: (nodeId: string, key: string, input: JsonObject) => EarlierStep | null
}

export type EarlierStep = Noted & { output: JsonObject; takenFrom: number }

/** A record on its way, with what has happened to it so far. */
export interface Traveller {
  item: PageItem
  record: JsonObject
  /** Shared by all ways that the record goes at once, as are result and fate. */
  steps: StepTrace[]
  result: RecordResult
  fate: Fate
}

/** What becomes of the ways of one record. */
interface Fate {
  /** How many ways it goes. */
  ways: number
  /** How many of them were filtered. */
  filtered: number
  /** Where it first went several ways, and as what it came there: several failures start again here. */
  fork: { nodeId: string; record: JsonObject } | null
  /** The parts it was split into. */
  parts: Traveller[]
  /** Where its own way began, and as what; a part learns it at the first node it comes to. */
  begins: { nodeId: string; record: JsonObject } | null
}

/** Where records go after a node. */
export type Onward = { traveller: Traveller; port: string }[]

type Noted = Partial<Omit<StepTrace, 'nodeId' | 'input'>> & Pick<StepTrace, 'outcome'>

/** Adds a step to a record's trace. */
export function note(traveller: Traveller, step: PlanStep, noted: Noted): void {
  traveller.fate.begins ??= { nodeId: step.id, record: traveller.record }
  traveller.steps.push({
    nodeId: step.id,
    input: traveller.record,
    output: traveller.record,
    exchanges: [],
    at: Date.now(),
    ms: 0,
    ...noted,
  })
}

/** Ends a record's way at a node: filtered with its reason, or failed with its error. */
export function end(traveller: Traveller, step: PlanStep, noted: Noted): void {
  note(traveller, step, noted)
  const { result, fate } = traveller
  if (!noted.error) {
    fate.filtered += 1
    if (result.error) return
    result.outcome = noted.outcome
    result.nodeId = step.id
    result.reason = noted.reason ?? null
    return
  }
  result.failedAt = [...result.failedAt, step.id]
  if (noted.error.fromStart) result.restart = fate.begins
  if (result.error) {
    // To try one way again would forget the other: all of them begin again where they parted.
    result.reason = `${result.error.message} Also at ${step.name}: ${noted.error.message}`
    // A way that only waits leaves the word to one that has really failed.
    if (result.error.waitFor && !noted.error.waitFor) result.error = noted.error
    result.nodeId = fate.fork?.nodeId ?? step.id
    result.failedInput = fate.fork?.record ?? traveller.record
    return
  }
  result.outcome = 'failed'
  result.nodeId = step.id
  result.reason = noted.error.message
  result.error = noted.error
  result.failedInput = traveller.record
}

/**
 * A further way of the same record, from the node where they part: trace and result are shared, the
 * record is its own to change.
 */
export function branchOff(traveller: Traveller, nodeId: string): Traveller {
  const { fate, steps, record } = traveller
  const cameAs = steps.findLast((step) => step.nodeId === nodeId)?.input
  fate.ways += 1
  fate.fork ??= { nodeId, record: cameAs ?? record }
  return { ...traveller }
}

/**
 * Makes records of the parts of one, each with a key, a trace and a result of its own. The first
 * stands for the whole, unless that goes other ways too.
 */
export function splitUp(
  traveller: Traveller,
  parts: readonly { id: string; record: JsonObject }[],
): Traveller[] {
  const { item, steps, fate, result } = traveller
  const made = parts.map(({ id, record }, index): Traveller => {
    const standsIn = index === 0 && fate.ways === 1
    const { origin, errorId, waitedAt } = item
    const part = startOut({
      ...item,
      key: `${item.key}#${id}`,
      record,
      facts: result.facts,
      whole: item.whole ?? item.key,
      ...(standsIn ? { origin, errorId, waitedAt } : { origin: null, errorId: null, waitedAt: [] }),
    })
    part.steps.push(...steps)
    part.result.targetId = result.targetId
    part.result.inherited = standsIn ? 0 : steps.length
    part.fate.begins = null
    return part
  })
  fate.parts.push(...made)
  return made
}

/** A record at the beginning of its way through a page. */
export function startOut(item: PageItem): Traveller {
  const steps: StepTrace[] = []
  const result: RecordResult = {
    item,
    steps,
    outcome: 'done',
    nodeId: null,
    reason: null,
    error: null,
    failedInput: null,
    restart: null,
    facts: item.facts,
    targetId: null,
    failedAt: [],
    inherited: 0,
  }
  const begins = { nodeId: item.at ?? item.source, record: item.record }
  const fate: Fate = { ways: 1, filtered: 0, fork: null, parts: [], begins }
  return { item, record: item.record, steps, result, fate }
}

/**
 * What became of a record when its way is over: of itself, and of the parts it was split into.
 * Unchanged when every sink found it so; filtered only when all its ways were.
 */
export function arrive(traveller: Traveller): RecordResult[] {
  const { fate } = traveller
  const parts = fate.parts.flatMap(arrive)
  return fate.parts.length > 0 && fate.ways === 1 ? parts : [outcomeOf(traveller), ...parts]
}

function outcomeOf({ result, steps, fate }: Traveller): RecordResult {
  const onTheWay = result.outcome === 'filtered' && fate.filtered < fate.ways
  if (result.outcome !== 'done' && !onTheWay) return result
  const sinks = steps.filter((step) => step.payload !== undefined || step.would !== undefined)
  const unchanged = sinks.length > 0 && sinks.every((step) => step.outcome === 'unchanged')
  const settled = onTheWay ? { ...result, nodeId: null, reason: null } : result
  return { ...settled, outcome: unchanged ? 'unchanged' : 'done' }
}
