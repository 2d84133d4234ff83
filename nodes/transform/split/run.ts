import { NodeError } from '../../errors.ts'
import { failedAt } from '../../failed-at.ts'
import { isJsonObject, type Json } from '../../json.ts'
import type { ConfigOf } from '../../kind.ts'
import { transform, type Item, type TransformResult } from '../../runner.ts'
import { transformSplit } from './kind.ts'

/** More parts than this would not fit a page: the list is split by mistake, or by another flow. */
const MOST_PARTS = 1_000

/** One record per entry of a list; a record with an empty list ends here, with its reason. */
export const runTransformSplit = transform(transformSplit, {
  run: async (config, items) => {
    const results: TransformResult[] = []
    for (const item of items) results.push(await splitOne(config, item))
    return results
  },
})

type Config = ConfigOf<typeof transformSplit>

async function splitOne(config: Config, item: Item): Promise<TransformResult> {
  try {
    const entries = listOf(await config.list(item))
    if (entries.length === 0) {
      return { outcome: 'filtered', reason: config.emptyReason || 'There is nothing to split.' }
    }
    if (entries.length > MOST_PARTS) {
      throw fault(
        'list',
        `The record has ${entries.length} entries; at most ${MOST_PARTS} can be split.`,
        'too large',
      )
    }
    const ids = new Set<string>()
    const parts = []
    for (const [index, entry] of entries.entries()) {
      const id = await idOf(config, item.key, entry)
      if (ids.has(id)) {
        throw fault('id', `Entry ${index + 1} has the same id as one before it: "${id}".`)
      }
      ids.add(id)
      parts.push({ id, record: { ...item.record, [config.into]: entry } })
    }
    return { outcome: 'split', parts }
  } catch (thrown) {
    return failedAt('list', thrown)
  }
}

/** JSONata gives a list of one as that one. */
function listOf(value: Json | undefined): Json[] {
  if (value === undefined || value === null) return []
  return Array.isArray(value) ? value : [value]
}

async function idOf(config: Config, key: string, entry: Json): Promise<string> {
  const record = isJsonObject(entry) ? entry : { value: entry }
  const id = await config.id({ key, record })
  if ((typeof id === 'string' && id !== '') || typeof id === 'number') return String(id)
  throw fault('id', 'An entry has no id to be told apart by. Choose an expression that gives one.')
}

function fault(field: string, message: string, kind: 'value' | 'too large' = 'value'): NodeError {
  return new NodeError({ class: kind, field, message })
}
