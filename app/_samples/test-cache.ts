import type { MappingTestResult, TestedDocument } from '#engine/mapping-tests.ts'
import type { FlowNode, MappingTest } from '#engine/graph/schema.ts'
import type { JsonObject } from '#nodes/json.ts'

/** Results of tests, each with what it was run on: only what has changed since is run again. */
export interface TestCache {
  /** The tests whose node, settings or own text are other ones than when they were last run. */
  stale: (document: TestedDocument, shared: JsonObject) => MappingTest[]
  store: (document: TestedDocument, shared: JsonObject, results: MappingTestResult[]) => void
  /** The last results of a document's tests, in its order; those never run are left out. */
  results: (document: TestedDocument) => MappingTestResult[]
  /** Has all tests run again. */
  clear: () => void
}

/** Opens an empty cache. Documents keep the parts that did not change, so parts are told apart as objects. */
export function testCache(): TestCache {
  const known = new Map<string, Known>()

  function isFresh(test: MappingTest, document: TestedDocument, shared: JsonObject): boolean {
    const one = known.get(testKey(test))
    const node = document.nodes.find(({ id }) => id === test.node)
    return (
      one !== undefined &&
      one.test === test &&
      one.settings === document.settings &&
      one.shared === shared &&
      isSameNode(one.node, node)
    )
  }

  return {
    stale: (document, shared) => document.tests.filter((test) => !isFresh(test, document, shared)),
    store(document, shared, results) {
      const tests = new Map(document.tests.map((test) => [testKey(test), test]))
      const nodes = new Map(document.nodes.map((node) => [node.id, node]))
      for (const result of results) {
        const test = tests.get(testKey(result))
        if (!test) continue
        const { settings } = document
        known.set(testKey(test), { test, node: nodes.get(test.node), settings, shared, result })
      }
    },
    results: (document) => document.tests.flatMap((test) => known.get(testKey(test))?.result ?? []),
    clear: () => known.clear(),
  }
}

/** What tells a test of a flow from all others. */
export function testKey({ node, name }: { node: string; name: string }): string {
  return `${node}\n${name}`
}

interface Known {
  test: MappingTest
  node: FlowNode | undefined
  settings: TestedDocument['settings']
  shared: JsonObject
  result: MappingTestResult
}

/** Moved or noted nodes do what they did. */
function isSameNode(one: FlowNode | undefined, other: FlowNode | undefined): boolean {
  if (one === other) return true
  return (
    one !== undefined &&
    other !== undefined &&
    one.config === other.config &&
    one.kind === other.kind &&
    one.version === other.version &&
    one.name === other.name
  )
}
