import { isBlank, type JsonObject } from '#nodes/json.ts'
import type { FlowDocument } from './schema.ts'

/**
 * The settings a flow runs with: its own values over the integration's over the fields' defaults.
 * Blank values count as not set, so that clearing a field brings the default back.
 */
export function resolveSettings(
  document: Pick<FlowDocument, 'settings'>,
  shared: JsonObject,
): JsonObject {
  const defaults: JsonObject = {}
  for (const field of document.settings.fields) {
    if (field.default !== undefined) defaults[field.key] = field.default
  }
  return { ...defaults, ...withoutBlanks(shared), ...withoutBlanks(document.settings.values) }
}

function withoutBlanks(values: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => !isBlank(value)))
}
