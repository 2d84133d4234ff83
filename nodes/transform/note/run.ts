import { failedAt } from '../../failed-at.ts'
import type { ConfigOf } from '../../kind.ts'
import { transform, type Item, type StepResult } from '../../runner.ts'
import { holds } from '../condition.ts'
import { transformNote } from './kind.ts'

/** All notes whose condition is true are kept, in their order. */
export const runTransformNote = transform(transformNote, {
  run: async (config, items) => {
    const results: StepResult[] = []
    for (const item of items) results.push(await noteOne(config, item))
    return results
  },
})

async function noteOne(config: ConfigOf<typeof transformNote>, item: Item): Promise<StepResult> {
  const notes: string[] = []
  for (const [index, row] of config.rows.entries()) {
    let field = 'condition'
    try {
      if (!(await holds(row.condition, item))) continue
      field = 'note'
      const note = await row.note(item)
      if (typeof note === 'string' && note !== '') notes.push(note)
    } catch (thrown) {
      return failedAt(`rows[${index}].${field}`, thrown)
    }
  }
  const { record } = item
  return notes.length > 0
    ? { outcome: 'done', record, note: notes.join(' ') }
    : { outcome: 'done', record }
}
