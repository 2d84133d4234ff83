import type { Fields } from '#nodes/fields.ts'
import type { JsonObject } from '#nodes/json.ts'

export interface EntryFault {
  field: string
  message: string
}

/**
 * What is wrong with the values of a connection's fields: a required one that is shown but empty, or
 * a value its field does not take. The same check stands in the form and on the server.
 */
export function entryFaults(fields: Fields, values: JsonObject): EntryFault[] {
  const valueOf = (name: string) => values[name] ?? fields[name]?.initial ?? null
  return Object.entries(fields).flatMap(([name, field]): EntryFault[] => {
    const shown = !field.when || field.when.is.includes(valueOf(field.when.field))
    if (!shown) return []
    const value = valueOf(name)
    const empty = value === null || value === ''
    if (empty) return field.required ? [{ field: name, message: `${field.label} is missing.` }] : []
    return field.schema.safeParse(value).success
      ? []
      : [{ field: name, message: `${field.label} does not fit.` }]
  })
}
