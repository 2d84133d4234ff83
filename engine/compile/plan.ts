import type { JsonObject } from '#nodes/json.ts'
import type { Kind } from '#nodes/kind.ts'
import type { RunnerConfig } from './config.ts'

/** What an expression may know of the run it is evaluated in. */
export interface PlanScope {
  /** The run's fixed clock. */
  now: Date
  /** Makes chance repeatable: the run's id. */
  seed: string
}

/** One node of a plan: every choice is made, every expression parsed. */
export interface PlanStep {
  id: string
  name: string
  kind: Kind
  /** A disabled node passes its records on untouched. */
  disabled: boolean
  /** The config its runner gets, with expressions bound to a run. */
  bind: (scope: PlanScope) => RunnerConfig
  /** Integration settings under flow values over defaults; a called flow has its own. */
  settings: JsonObject
  /** Under which its writes are kept; of a called flow, the same for all its callers. */
  ledger: { lineage: string | null; nodeId: string }
  /** Output port → the nodes joined to it. A port without an entry ends the record's way. */
  routes: ReadonlyMap<string, readonly string[]>
}

/** A flow ready to be executed: steps in an order in which every node follows all that feed it. */
export interface Plan {
  steps: readonly PlanStep[]
  /** Ids of the sources, in the order they are read. */
  sources: readonly string[]
}
