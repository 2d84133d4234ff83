import { parseFlowDocument } from '#engine/graph/schema.ts'
import { resolveSettings } from '#engine/graph/settings.ts'
import { pureStep, resultJson } from '#engine/samples/pure-step.ts'
import type { Json, JsonObject } from '#nodes/json.ts'
import type { Template } from '#nodes/templates/template.ts'

/** The mapping tests of a template's document. */
export function testsOf({ document }: Template) {
  return parseFlowDocument(document).tests
}

/**
 * Sends one record through one step of a template, as its mapping tests do: gives the record behind
 * it, `{ filtered }` with the reason, or `{ port, record }` where there are several ways. Throws the
 * step's error.
 */
export async function runStep(
  template: Template,
  nodeId: string,
  input: JsonObject,
  values: JsonObject = {},
): Promise<Json> {
  const document = parseFlowDocument(template.document)
  const node = document.nodes.find((one) => one.id === nodeId)
  if (!node) throw new Error(`There is no step ${nodeId}.`)
  const step = pureStep(node, { ...resolveSettings(document, {}), ...values })
  if (!step.ok) throw new Error(step.fault)
  const key = typeof input.id === 'string' ? input.id : 'test'
  const result = await step.run({ key, record: input })
  if (result.outcome === 'failed') throw result.error
  return resultJson(result)
}
