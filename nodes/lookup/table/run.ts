import { NodeError } from '../../errors.ts'
import { failedAt } from '../../failed-at.ts'
import { isBlank, isJsonObject, type Json, type JsonObject } from '../../json.ts'
import type { ConfigOf } from '../../kind.ts'
import { transform, type Item, type StepResult } from '../../runner.ts'
import { lookupTable } from './kind.ts'

/** Looks one key, or each key of a list, up in a table of the settings. */
export const runLookupTable = transform(lookupTable, {
  run: async (config, items, context) => {
    const results: StepResult[] = []
    for (const item of items) results.push(await lookUp(config, item, context.settings))
    return results
  },
})

type Config = ConfigOf<typeof lookupTable>

async function lookUp(config: Config, item: Item, settings: JsonObject): Promise<StepResult> {
  try {
    const table = tableOf(config, settings)
    const wanted = await config.key(item)
    const keys = (Array.isArray(wanted) ? wanted : [wanted]).map(toKey)
    const entries = keys.flatMap((key): [string, Json][] => {
      const entry = key !== undefined && Object.hasOwn(table, key) ? table[key] : undefined
      return key === undefined || isBlank(entry) || entry === undefined ? [] : [[key, entry]]
    })
    const found = new Map(entries)
    const missing = keys.filter((key) => key === undefined || !found.has(key))
    if (missing.length > 0 && config.onMissing === 'error') throw noEntry(config.table, missing)
    const value = Array.isArray(wanted) ? Object.fromEntries(found) : (entries[0]?.[1] ?? null)
    const note = missing.length > 0 ? { note: `No entry for ${named(missing)}.` } : {}
    return { outcome: 'done', record: { ...item.record, [config.into]: value }, ...note }
  } catch (thrown) {
    return failedAt('key', thrown)
  }
}

function tableOf(config: Config, settings: JsonObject): JsonObject {
  const table = Object.hasOwn(settings, config.table) ? settings[config.table] : undefined
  if (isBlank(table)) return {}
  if (isJsonObject(table)) return table
  throw new NodeError({
    class: 'value',
    code: 'no-table',
    field: 'table',
    message: `The setting "${config.table}" is not a table. Choose one that is, under Settings of the flow.`,
  })
}

function toKey(value: Json | undefined): string | undefined {
  if (typeof value === 'string' && value !== '') return value
  return typeof value === 'number' ? String(value) : undefined
}

function noEntry(table: string, missing: (string | undefined)[]): NodeError {
  return new NodeError({
    class: 'missing',
    code: 'no-entry',
    message: `The table "${table}" has no entry for ${named(missing)}. Add it under Settings of the flow, then retry.`,
  })
}

function named(keys: (string | undefined)[]): string {
  return [...new Set(keys)]
    .map((key) => (key === undefined ? 'a blank key' : `"${key}"`))
    .join(', ')
}
