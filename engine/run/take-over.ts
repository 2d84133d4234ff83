import type { PlanStep } from '../compile/plan.ts'
import { branchOff, end, note, type EarlierStep, type Onward, type Traveller } from './traveller.ts'

/** Lets records that begin with the kept output of a node go on from it; the node itself is not run. */
export function goOnPinned(step: PlanStep, here: Traveller[]): Onward {
  return here.map((traveller) => {
    const port = traveller.item.port ?? 'out'
    note(traveller, step, { outcome: 'done', pinned: true, port })
    return { traveller, port }
  })
}

/** Repeats what an earlier test has found a node to make of this very record: no call is made. */
export function takeOver(step: PlanStep, traveller: Traveller, found: EarlierStep): Onward {
  if (found.outcome === 'filtered') {
    end(traveller, step, found)
    return []
  }
  note(traveller, step, found)
  traveller.record = found.output
  const { result } = traveller
  const { target } = found
  if (target && (target.linked || result.targetId === null)) result.targetId = target.id
  const ports = found.ports ?? [found.port ?? 'out']
  return ports.map((port, way) => ({
    traveller: way === 0 ? traveller : branchOff(traveller, step.id),
    port,
  }))
}
