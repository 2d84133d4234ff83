import type { Json, JsonObject } from '#nodes/json.ts'
import type { FlowNode } from '../graph/schema.ts'

/**
 * The settings that a node's config names, with their values: what a mapping test takes along so that
 * it gives the same on another account. A name counts wherever it stands as a text of its own or in
 * quotes, such as in `$setting("defaultItem")` and `$lookup("itemMap", …)`.
 */
export function usedSettings(node: Pick<FlowNode, 'config'>, settings: JsonObject): JsonObject {
  const texts = textsIn(node.config)
  const isUsed = (key: string) =>
    texts.some((text) => text === key || text.includes(`"${key}"`) || text.includes(`'${key}'`))
  return Object.fromEntries(Object.entries(settings).filter(([key]) => isUsed(key)))
}

function textsIn(value: Json): string[] {
  if (typeof value === 'string') return [value]
  if (typeof value !== 'object' || value === null) return []
  return Object.values(value).flatMap(textsIn)
}
