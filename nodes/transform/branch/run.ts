import { failedAt } from '../../failed-at.ts'
import type { ConfigOf } from '../../kind.ts'
import { transform, type Item, type StepResult } from '../../runner.ts'
import { holds } from '../condition.ts'
import { OTHERWISE, transformBranch, wayPort } from './kind.ts'

/** Asks the conditions in their order; a condition that fails ends the record's way. */
export const runTransformBranch = transform(transformBranch, {
  run: async (config, items) => {
    const results: StepResult[] = []
    for (const item of items) results.push(await branchOne(config, item))
    return results
  },
})

async function branchOne(
  config: ConfigOf<typeof transformBranch>,
  item: Item,
): Promise<StepResult> {
  const taken: { id: string; label: string }[] = []
  for (const [index, row] of config.rows.entries()) {
    try {
      if (!(await holds(row.condition, item))) continue
    } catch (thrown) {
      return failedAt(`rows[${index}].condition`, thrown)
    }
    taken.push(wayPort(row.name))
    if (config.mode === 'first') break
  }
  const ways = taken.length > 0 ? taken : [OTHERWISE]
  return {
    outcome: 'done',
    record: item.record,
    ...(ways.length === 1 ? { port: ways[0]?.id } : { ports: ways.map((way) => way.id) }),
    note: `→ ${ways.map((way) => way.label).join(', ')}`,
  }
}
