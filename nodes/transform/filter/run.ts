import { failedAt } from '../../failed-at.ts'
import type { ConfigOf } from '../../kind.ts'
import { transform, type Item, type StepResult } from '../../runner.ts'
import { holds } from '../condition.ts'
import { transformFilter } from './kind.ts'

/** The first condition that is false ends the record's way, with its reason. */
export const runTransformFilter = transform(transformFilter, {
  run: async (config, items) => {
    const results: StepResult[] = []
    for (const item of items) results.push(await filterOne(config, item))
    return results
  },
})

async function filterOne(
  config: ConfigOf<typeof transformFilter>,
  item: Item,
): Promise<StepResult> {
  for (const [index, row] of config.rows.entries()) {
    try {
      if (!(await holds(row.condition, item))) return { outcome: 'filtered', reason: row.reason }
    } catch (thrown) {
      return failedAt(`rows[${index}].condition`, thrown)
    }
  }
  return { outcome: 'done', record: item.record }
}
