import type { JsonObject } from '#nodes/json.ts'
import type { System } from '#nodes/kind.ts'
import type { Links, Runner } from '#nodes/runner.ts'
import type { PlanScope, PlanStep } from '../compile/plan.ts'
import type { EffectLedger } from './effects.ts'
import type { PageItem, RecordResult, StepTrace } from './page.ts'

/** What executing needs of the world. In a dry run `write` is absent: a sink cannot write. */
export interface ExecuteDeps {
  findRunner: (kindId: string) => Runner | undefined
  clients: Partial<Record<System, { read: unknown; write: unknown }>>
  ledger: EffectLedger
  links: Links
  scope: PlanScope
  dryRun: boolean
  signal: AbortSignal
}

/** A record on its way, with what has happened to it so far. */
export interface Traveller {
  item: PageItem
  record: JsonObject
  steps: StepTrace[]
  result: RecordResult
}

/** Where records go after a node. */
export type Onward = { traveller: Traveller; port: string }[]

type Noted = Partial<Omit<StepTrace, 'nodeId' | 'input'>> & Pick<StepTrace, 'outcome'>

/** Adds a step to a record's trace. */
export function note(traveller: Traveller, step: PlanStep, noted: Noted): void {
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
  const { result } = traveller
  result.outcome = noted.outcome
  result.nodeId = step.id
  result.reason = noted.error?.message ?? noted.reason ?? null
  result.error = noted.error ?? null
  result.failedInput = noted.error ? traveller.record : null
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
    facts: item.facts,
    targetId: null,
  }
  return { item, record: item.record, steps, result }
}

/** What became of a record when its way is over: unchanged when every sink found it so. */
export function arrive(traveller: Traveller): RecordResult {
  const { result, steps } = traveller
  if (result.outcome !== 'done') return result
  const sinks = steps.filter((step) => step.payload !== undefined)
  const unchanged = sinks.length > 0 && sinks.every((step) => step.outcome === 'unchanged')
  return { ...result, outcome: unchanged ? 'unchanged' : 'done' }
}
