import { isEmpty, isJsonObject, type Json, type JsonObject } from '../../json.ts'
import { presentFields, sameFields } from '../common/present-fields.ts'

/** What has to be sent to bring a record to the wanted fields: only what differs from what is there. */
export function recordChanges(
  wanted: JsonObject,
  record: JsonObject,
  mode: ChangeMode,
): JsonObject {
  const changes: JsonObject = {}
  const there = presentFields(wanted, record)
  for (const [name, value] of Object.entries(updatable(wanted, mode.createOnly))) {
    const present = there[name] ?? null
    const lineKey = mode.lineKeys.find(({ list }) => sameName(list, name))
    if (mode.fillOnly) {
      if (isEmpty(present) && !isEmpty(value)) changes[name] = value
    } else if (lineKey) {
      const lines = changedLines(linesOf(value), linesOf(fieldOf(record, name)), lineKey.field)
      if (lines.length > 0) changes[name] = { items: lines }
    } else if (!sameFields({ [name]: value }, { [name]: present })) changes[name] = value
  }
  return changes
}

/** The fields without those that are for new records only. */
export function updatable(wanted: JsonObject, createOnly: readonly string[]): JsonObject {
  const entries = Object.entries(wanted)
  return Object.fromEntries(
    entries.filter(([name]) => !createOnly.some((only) => sameName(only, name))),
  )
}

/**
 * Lines that differ from the one there that is known by the same value, carrying its key, so that
 * NetSuite changes it in place; and lines that are not there yet.
 * https://docs.oracle.com/en/cloud/saas/netsuite/ns-online-help/section_1545295601.html
 */
function changedLines(
  wanted: readonly JsonObject[],
  there: readonly JsonObject[],
  field: string,
): JsonObject[] {
  return wanted.flatMap((line) => {
    const known = textOf(fieldOf(line, field))
    const match = there.find((one) => textOf(fieldOf(one, field)) === known)
    if (!match) return [line]
    if (sameFields(line, presentFields(line, match))) return []
    const key = ['internalId', 'line'].find((name) => fieldOf(match, name) !== undefined)
    return [key ? { ...line, [key]: fieldOf(match, key) ?? null } : line]
  })
}

function linesOf(value: Json | undefined): JsonObject[] {
  const items = isJsonObject(value) ? value.items : value
  return Array.isArray(items) ? items.filter(isJsonObject) : []
}

function fieldOf(record: JsonObject, name: string): Json | undefined {
  return Object.entries(record).find(([one]) => sameName(one, name))?.[1]
}

/** A value as lines are told apart by it: a reference by its id. */
function textOf(value: Json | undefined): string {
  if (isJsonObject(value)) return textOf(value.id)
  if (value === undefined || value === null || typeof value === 'object') return ''
  return String(value)
}

/** NetSuite takes field names in any case. */
function sameName(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase()
}

/** How a record that exists is brought to the wanted fields. */
interface ChangeMode {
  /** Only what is blank there is written. */
  fillOnly: boolean
  createOnly: readonly string[]
  /** Lists whose lines are known by a field of theirs. */
  lineKeys: readonly { list: string; field: string }[]
}
