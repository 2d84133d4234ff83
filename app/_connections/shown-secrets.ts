import type { Fields } from '#nodes/fields.ts'
import type { JsonObject } from '#nodes/json.ts'
import type { System } from '#nodes/kind.ts'
import { CONNECTION_TYPES } from './connection-types.ts'

/**
 * The secret fields of the way a connection signs in. What they depend on is chosen among the other
 * fields, which need not stand in the same form.
 */
export function shownSecrets(system: System, config: JsonObject): Fields {
  const { fields, secretFields } = CONNECTION_TYPES[system]
  return Object.fromEntries(
    Object.entries(secretFields)
      .filter(([, { when }]) => {
        const chosen = when && (config[when.field] ?? fields[when.field]?.initial ?? null)
        return !when || when.is.some((value) => value === chosen)
      })
      .map(([name, field]) => [name, { ...field, when: undefined }]),
  )
}
