import { findKind } from '#nodes/catalog.ts'
import type { JsonObject } from '#nodes/json.ts'
import type { NodeContext, TransformResult } from '#nodes/runner.ts'
import { findPureRunner } from '#nodes/pure-runners.ts'
import { compileConfig, liftConfig } from '../compile/config.ts'
import type { PlanScope } from '../compile/plan.ts'
import type { FlowNode } from '../graph/schema.ts'

/** What a step made of a record. */
export interface Tried {
  /** Where the record goes, as people say it: `goes on`, `Paid`, `left out: …`, `fails`. */
  way: string
  /** Why it fails. */
  message: string | null
  /** The record as it leaves; null where it does not. */
  record: JsonObject | null
}

/** A step that can be tried on records, or why it cannot. */
export type TriableStep =
  | {
      ok: true
      run: (item: { key: string; record: JsonObject }, scope: PlanScope) => Promise<Tried>
    }
  | { ok: false; why: string }

/**
 * Makes one step of a flow ready to be tried outside of a run, by the very code that runs. Only kinds
 * whose result follows from record, settings and clock can be.
 */
export function triableStep(node: FlowNode, settings: JsonObject): TriableStep {
  if (node.disabled) {
    return { ok: true, run: async ({ record }) => ({ way: GOES_ON, message: null, record }) }
  }
  const kind = findKind(node.kind)
  const runner = findPureRunner(node.kind)
  if (!kind || !runner) return { ok: false, why: 'it cannot be tried without a run.' }
  if (node.version > kind.version) return { ok: false, why: 'a newer Tributary made it.' }
  const config = liftConfig(kind, node)
  const { faults, bind } = compileConfig(kind.fields, config, settings)
  const fault = faults.find((one) => one.severity === 'error')
  if (fault) return { ok: false, why: fault.message }
  const labels = new Map(kind.ports(config).map((port) => [port.id, port.label]))
  return {
    ok: true,
    run: async (item, scope) => {
      const bound = bind({ ...scope, settings })
      const [result] = await runner.run(bound, [item], outsideOfRuns(settings, scope.now))
      if (!result) throw new Error(`${node.kind} gave no result for a record.`)
      return tried(result, labels)
    },
  }
}

const GOES_ON = 'goes on'

/** Pure kinds ask nobody; nothing is given that they could ask. */
function outsideOfRuns(settings: JsonObject, now: Date): NodeContext<undefined> {
  const { signal } = new AbortController()
  return { client: undefined, settings, now, signal, links: { find: async () => new Map() } }
}

function tried(result: TransformResult, labels: ReadonlyMap<string, string>): Tried {
  switch (result.outcome) {
    case 'filtered':
      return { way: `left out: ${result.reason}`, message: null, record: null }
    case 'failed':
      return { way: 'fails', message: result.error.message, record: null }
    case 'split':
      return {
        way: GOES_ON,
        message: null,
        record: { parts: result.parts.map((part) => part.record) },
      }
    case 'done': {
      const ports = result.ports ?? [result.port ?? 'out']
      const way =
        labels.size === 1 ? GOES_ON : ports.map((id) => labels.get(id) ?? id).join(' and ')
      return { way, message: null, record: result.record }
    }
  }
}

/** The field of the record that receives a step's result; blank = the whole record. */
export function resultField(before: FlowNode, after: FlowNode): string {
  const { into } = after.config
  return before.config.into === into && typeof into === 'string' ? into : ''
}
