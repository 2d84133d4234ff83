import { NodeError } from '../../errors.ts'
import { failedAt } from '../../failed-at.ts'
import type { ConfigOf } from '../../kind.ts'
import { transform, type Item, type StepResult } from '../../runner.ts'
import { flowStop } from './kind.ts'

/** Every record that comes here fails, with the sentence that the flow gives it. */
export const runFlowStop = transform(flowStop, {
  run: async (config, items) => {
    const results: StepResult[] = []
    for (const item of items) results.push(await stop(config, item))
    return results
  },
})

async function stop(config: ConfigOf<typeof flowStop>, item: Item): Promise<StepResult> {
  try {
    const said = await config.message(item)
    const message = typeof said === 'string' && said !== '' ? said : 'The flow stops here.'
    const error = new NodeError({ class: classOf(config.kind), code: 'stopped', message })
    return { outcome: 'failed', error }
  } catch (thrown) {
    return failedAt('message', thrown)
  }
}

function classOf(kind: string) {
  return kind === 'missing' || kind === 'duplicate' ? kind : 'value'
}
