import { compileExpression } from './expression.ts'
import type { Evaluate } from './fields.ts'
import type { JsonObject } from './json.ts'
import type { NodeContext, SourceContext } from './runner.ts'

const NOW = new Date('2026-03-01T00:00:00Z')

/** An expression as a runner gets it, for tests of nodes. */
export function evaluated(text: string, settings: JsonObject = {}): Evaluate {
  const expression = compileExpression(text)
  return ({ key, record }) => expression.evaluate(record, { now: NOW, seed: 'test', settings, key })
}

/** An expression field that was left blank. */
export const blank: Evaluate = () => Promise.resolve(undefined)

/** What a node without a connection is given, for tests of nodes. */
export function testContext(over: Partial<NodeContext<undefined>> = {}): NodeContext<undefined> {
  return {
    client: undefined,
    settings: {},
    now: NOW,
    signal: new AbortController().signal,
    links: { find: () => Promise.resolve(new Map()) },
    ...over,
  }
}

/** What a source without a connection is given, for tests of nodes. */
export function testSourceContext(
  over: Partial<SourceContext<undefined>> = {},
): SourceContext<undefined> {
  return { ...testContext(), since: null, ids: null, until: NOW, pageSize: 100, ...over }
}
