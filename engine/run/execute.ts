import type { NodeContext } from '#nodes/runner.ts'
import { toNodeError } from '#nodes/errors.ts'
import { recordExchangesIn, type Exchange } from '#nodes/http/exchanges.ts'
import type { Plan, PlanStep } from '../compile/plan.ts'
import type { PageItem, RecordResult } from './page.ts'
import { goOnPinned, takeOver } from './take-over.ts'
import { runSink } from './sink-step.ts'
import {
  arrive,
  branchOff,
  end,
  note,
  splitUp,
  startOut,
  type ExecuteDeps,
  type Onward,
  type Traveller,
} from './traveller.ts'

/**
 * Walks a page of records through a plan, node by node in the plan's order, all records of a node
 * together. One bad record never stops its neighbours. Gives one result per item, in order; throws
 * only when the work itself was cut off (the signal) or the ledger cannot be reached.
 */
export async function executePage(
  plan: Plan,
  items: readonly PageItem[],
  deps: ExecuteDeps,
): Promise<RecordResult[]> {
  const travellers = items.map(startOut)
  const waiting = new Map<string, Traveller[]>()
  for (const traveller of travellers) {
    const { at, source } = traveller.item
    const from = at === null ? source : at
    const step = stepOf(plan, from)
    const passed = step?.kind.role === 'source' && !deps.pinned?.has(from)
    const first = passed ? (step.routes.get('out') ?? []) : [from]
    send(waiting, traveller, first, from)
  }
  for (const step of plan.steps) {
    const here = waiting.get(step.id)
    if (!here) continue
    deps.signal.throwIfAborted()
    const onward = await visit(step, here, deps)
    for (const { traveller, port } of onward) {
      send(waiting, traveller, step.routes.get(port) ?? [], step.id)
    }
  }
  return travellers.flatMap(arrive)
}

/** What comes of all records at a node: kept output goes on, as does what an earlier test has found out. */
async function visit(step: PlanStep, here: Traveller[], deps: ExecuteDeps): Promise<Onward> {
  if (deps.pinned?.has(step.id)) return goOnPinned(step, here)
  if (step.disabled) return passOn(here)
  const { earlier } = deps
  if (!earlier) return runStep(step, here, deps)
  const known = here.map((traveller) => earlier.find(step.id, traveller.item.key, traveller.record))
  const taken = here.flatMap((traveller, index) => {
    const found = known[index]
    return found ? takeOver(step, traveller, found) : []
  })
  const fresh = here.filter((_, index) => !known[index])
  return fresh.length > 0 ? [...taken, ...(await runStep(step, fresh, deps))] : taken
}

async function runStep(step: PlanStep, here: Traveller[], deps: ExecuteDeps): Promise<Onward> {
  const runner = deps.findRunner(step.kind.id)
  const config = step.bind(deps.scope)
  const context = nodeContext(step, deps)
  if (!runner || runner.role === 'source') {
    const error = toNodeError(new Error(`No code for nodes of the kind ${step.kind.id}`))
    for (const traveller of here) end(traveller, step, { outcome: 'failed', error })
    return []
  }
  if (runner.role === 'sink') return runSink({ step, runner, config, context, deps }, here)

  const started = Date.now()
  const exchanges: Exchange[] = []
  const items = here.map(({ item, record }) => ({ key: item.key, record }))
  try {
    const results = await recordExchangesIn(exchanges, () => runner.run(config, items, context))
    const timing = { at: started, ms: Date.now() - started }
    return here.flatMap((traveller, index) => {
      const result = results[index]
      if (!result)
        throw new Error(`${step.kind.id} gave ${results.length} results for ${here.length} records`)
      const trace = { ...timing, exchanges }
      if (result.outcome === 'split') {
        const count = result.parts.length
        note(traveller, step, { ...trace, outcome: 'done', note: `Split into ${count} records.` })
        return splitUp(traveller, result.parts).map((part) => ({ traveller: part, port: 'out' }))
      }
      if (result.outcome !== 'done') {
        end(traveller, step, { ...trace, ...result })
        return []
      }
      const { record, facts, ...rest } = result
      note(traveller, step, { ...trace, ...rest, outcome: 'done', output: record })
      traveller.record = record
      // The first facts are the record's own; later ones tell of what was looked up for it.
      if (facts) traveller.result.facts = { ...facts, ...traveller.result.facts }
      const ports = result.ports ?? [result.port ?? 'out']
      return ports.map((port, way) => ({
        traveller: way === 0 ? traveller : branchOff(traveller, step.id),
        port,
      }))
    })
  } catch (thrown) {
    deps.signal.throwIfAborted()
    const error = toNodeError(thrown)
    const trace = { at: started, ms: Date.now() - started, exchanges }
    for (const traveller of here) end(traveller, step, { ...trace, outcome: 'failed', error })
    return []
  }
}

/** The context a node gets: the reading half of its connection, settings, clock, links. */
function nodeContext(step: PlanStep, deps: ExecuteDeps): NodeContext<unknown> {
  const { system } = step.kind
  return {
    client: system ? deps.clients[system]?.read : undefined,
    settings: step.settings,
    now: deps.scope.now,
    signal: deps.signal,
    links: deps.links,
  }
}

function send(
  waiting: Map<string, Traveller[]>,
  traveller: Traveller,
  to: readonly string[],
  from: string,
): void {
  for (const [index, nodeId] of to.entries()) {
    const copy = index === 0 ? traveller : branchOff(traveller, from)
    const list = waiting.get(nodeId)
    if (list) list.push(copy)
    else waiting.set(nodeId, [copy])
  }
}

function passOn(here: Traveller[]): Onward {
  return here.map((traveller) => ({ traveller, port: 'out' }))
}

function stepOf(plan: Plan, id: string): PlanStep | undefined {
  return plan.steps.find((step) => step.id === id)
}
