import type { Listening, System } from '#nodes/kind.ts'
import type { Plan, PlanScope, PlanStep } from './compile/plan.ts'

/** Stands between a type and the seconds that what is told of it waits. */
const DELAY_MARK = ' +'

/**
 * What a flow listens for, as it is kept with the flow: `stripe:invoice.paid`, or
 * `netsuite:invoice +60` where it waits for 60 seconds before it is taken.
 */
export function listensOf(plan: Plan): string[] {
  const delays = new Map<string, number>()
  for (const step of plan.steps) {
    const heard = listeningOf(step, ANY_RUN)
    if (!heard || !step.kind.system) continue
    const seconds = Math.round(heard.delaySeconds)
    for (const type of heard.types) {
      const name = listenName(step.kind.system, type)
      delays.set(name, Math.max(seconds, delays.get(name) ?? 0))
    }
  }
  return [...delays]
    .map(([name, seconds]) => (seconds > 0 ? `${name}${DELAY_MARK}${seconds}` : name))
    .toSorted()
}

/** The type in an entry of a flow's `listens`, and the seconds of waiting. */
export function readListen(entry: string): { name: string; delaySeconds: number } {
  const [name = '', seconds] = entry.split(DELAY_MARK)
  return { name, delaySeconds: Number(seconds ?? 0) }
}

/** What a step of a plan is told at once; null for one that is not, or that is disabled. */
export function listeningOf(step: PlanStep, scope: PlanScope): Listening | null {
  if (step.disabled || step.kind.role !== 'source') return null
  return step.kind.listens(step.bind(scope))
}

/** The names under which flows may listen for an event, its own first. */
export function heardAs(system: System, type: string): string[] {
  const own = listenName(system, type)
  // NetSuite has a record type for each sort of item; its queries, and our sources, have one.
  const isItem = system === 'netsuite' && type.endsWith('item')
  return isItem && type !== 'item' ? [own, listenName(system, 'item')] : [own]
}

export function listenName(system: System, type: string): string {
  return `${system}:${type}`
}

/** Events and delays are no expressions: what they are does not depend on the run. */
const ANY_RUN: PlanScope = { now: new Date(0), seed: 'listening' }
