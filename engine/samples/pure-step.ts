import { findKind } from '#nodes/catalog.ts'
import type { Json, JsonObject } from '#nodes/json.ts'
import { findPureRunner } from '#nodes/pure-runners.ts'
import type { Item, NodeContext, TransformResult } from '#nodes/runner.ts'
import { toNodeError } from '#nodes/errors.ts'
import { compileConfig, configWithSettings, liftConfig } from '../compile/config.ts'
import type { FlowNode } from '../graph/schema.ts'

/** One node that can be tried on records without any connection. */
export type PureStep =
  | {
      ok: true
      /** Gives what the node makes of the record; never throws for what a record does. */
      run: (item: Item) => Promise<TransformResult>
    }
  /** Why it cannot be tried, as a sentence. */
  | { ok: false; fault: string }

/**
 * What the clock shows, and what chance is made of, where a node is tried out: always the same, so
 * that the same record gives the same result tomorrow.
 */
const NOW = new Date('2026-03-01T00:00:00Z')
const SEED = 'test'

/**
 * Prepares a node to be tried by the very code that runs in production. `settings` are those that the
 * flow runs with. Only nodes whose result follows from record, config and settings can be tried.
 */
export function pureStep(node: FlowNode, settings: JsonObject): PureStep {
  const fault = (sentence: string): PureStep => ({ ok: false, fault: `${node.name}: ${sentence}` })
  const kind = findKind(node.kind)
  if (!kind) return fault(`there is no kind of node "${node.kind}".`)
  const runner = findPureRunner(kind.id)
  if (!runner) return fault(`"${kind.title}" cannot be tried without what it is connected to.`)
  if (node.version > kind.version) return fault('was made by a newer Tributary. Update Tributary.')
  const lifted = liftConfig(kind, node)
  const { faults, bind } = compileConfig(kind.fields, lifted, settings)
  const wrong = [
    ...faults.filter((one) => one.severity === 'error'),
    ...kind.check(configWithSettings(kind.fields, lifted, settings)),
  ]
  if (wrong[0]) return fault(wrong[0].message)
  const config = bind({ now: NOW, seed: SEED, settings })
  const context: NodeContext<undefined> = {
    client: undefined,
    settings,
    now: NOW,
    signal: new AbortController().signal,
    links: { find: () => Promise.resolve(new Map()) },
  }
  return {
    ok: true,
    run: async (item) => {
      try {
        const [result] = await runner.run(config, [item], context)
        if (result) return result
        throw new Error(`${kind.id} gave no result.`)
      } catch (thrown) {
        return { outcome: 'failed', error: toNodeError(thrown) }
      }
    },
  }
}

/**
 * What came out, as a mapping test keeps it: the record, `{ filtered }` with the reason, `{ failed }`
 * with the sentence, `{ port, record }` where there are several ways, a list where it was split.
 */
export function resultJson(result: TransformResult): Json {
  switch (result.outcome) {
    case 'filtered':
      return { filtered: result.reason }
    case 'failed':
      return { failed: result.error.message }
    case 'split':
      return result.parts.map((part) => part.record)
    case 'done': {
      const { record, port, ports } = result
      if (ports !== undefined) return { ports, record }
      return port === undefined ? record : { port, record }
    }
  }
}
