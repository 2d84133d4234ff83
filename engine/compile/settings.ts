import { isBlank, type Json, type JsonObject } from '#nodes/json.ts'
import type { Problem } from '../graph/problem.ts'
import type { FlowDocument } from '../graph/schema.ts'

const USES = /\$setting\(\s*(["'])([A-Za-z][A-Za-z0-9_]*)\1\s*(,|\))/g

/** Required settings must have a value, and expressions may only read settings that exist. */
export function checkSettings(
  document: Pick<FlowDocument, 'settings' | 'nodes'>,
  settings: JsonObject,
): Problem[] {
  const problem = (code: string, field: string, message: string): Problem => ({
    severity: 'error',
    code,
    node: null,
    field,
    position: null,
    message,
  })
  const missing = document.settings.fields
    .filter((field) => field.required && isBlank(settings[field.key]))
    .map((field) =>
      problem(
        'setting',
        field.key,
        `Setting "${field.label}" is missing. Choose it in the flow's settings.`,
      ),
    )
  const declared = new Set([
    ...document.settings.fields.map((field) => field.key),
    ...Object.keys(settings),
  ])
  const undeclared = document.nodes.flatMap((node) =>
    [...new Set(settingsRead(node.config))]
      .filter((key) => !declared.has(key))
      .map((key) => ({
        ...problem(
          'setting',
          key,
          `${node.name}: reads the setting "${key}", which the flow does not have.`,
        ),
        node: node.id,
      })),
  )
  return [...missing, ...undeclared]
}

/** Keys of the settings that a config's expressions read without a default of their own. */
function settingsRead(value: Json): string[] {
  if (typeof value === 'string') {
    return [...value.matchAll(USES)].flatMap((use) => (use[3] === ')' && use[2] ? [use[2]] : []))
  }
  if (typeof value !== 'object' || value === null) return []
  return Object.values(value).flatMap(settingsRead)
}
