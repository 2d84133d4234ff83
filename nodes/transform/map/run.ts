import { NodeError } from '../../errors.ts'
import { failedAt } from '../../failed-at.ts'
import { isJsonObject, type Json } from '../../json.ts'
import type { ConfigOf } from '../../kind.ts'
import { transform, type Item, type StepResult } from '../../runner.ts'
import { emptyPaths } from './empty-paths.ts'
import { transformMap } from './kind.ts'

/**
 * Maps record by record: evaluations of JSONata never wait for anything, so running them side by
 * side gains nothing and makes each look slow to its own time limit.
 */
export const runTransformMap = transform(transformMap, {
  run: async (config, items) => {
    const results: StepResult[] = []
    for (const item of items) results.push(await mapOne(config, item))
    return results
  },
})

type Config = ConfigOf<typeof transformMap>

async function mapOne(config: Config, item: Item): Promise<StepResult> {
  try {
    const mapped = await config.mapping(item)
    if (mapped === undefined) throw refused('The mapping gives no value for this record.')
    requireValues(config.required, mapped)
    if (config.into) {
      return { outcome: 'done', record: { ...item.record, [config.into]: mapped } }
    }
    if (isJsonObject(mapped)) return { outcome: 'done', record: mapped }
    throw refused('The mapping must give an object { … } to become the record.')
  } catch (thrown) {
    return failedAt('mapping', thrown)
  }
}

/** Most fields that one message names. */
const NAMED = 5

function requireValues(paths: readonly string[], mapped: Json): void {
  const empty = paths.flatMap((path) => emptyPaths(mapped, path))
  const [field] = empty
  if (field === undefined) return
  const names = empty.slice(0, NAMED).join(', ')
  const more = empty.length > NAMED ? ` and ${empty.length - NAMED} more` : ''
  throw new NodeError({
    class: 'value',
    code: 'required',
    field,
    message: `Without a value: ${names}${more}. Fill it in where the record comes from, or correct the mapping.`,
  })
}

function refused(message: string): NodeError {
  return new NodeError({ class: 'value', code: 'no-result', message })
}
