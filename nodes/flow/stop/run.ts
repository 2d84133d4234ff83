import { NodeError, type WaitFor } from '../../errors.ts'
import { failedAt } from '../../failed-at.ts'
import type { ConfigOf } from '../../kind.ts'
import { transform, type Item, type StepResult } from '../../runner.ts'
import { systemOf, waitIds } from '../../wait-for.ts'
import { flowStop } from './kind.ts'

/**
 * Every record that comes here fails, with the sentence that the flow gives it. Tried again it begins
 * anew: only what comes before can let it take another way.
 */
export const runFlowStop = transform(flowStop, {
  run: async (config, items) => {
    const results: StepResult[] = []
    for (const item of items) results.push(await stop(config, item))
    return results
  },
})

type Config = ConfigOf<typeof flowStop>

async function stop(config: Config, item: Item): Promise<StepResult> {
  let field = 'message'
  try {
    const said = await config.message(item)
    const message = typeof said === 'string' && said !== '' ? said : 'The flow stops here.'
    field = 'waitForId'
    const waitFor = config.kind === 'missing' ? await awaited(config, item) : undefined
    const code = waitFor ? 'waits' : 'stopped'
    const kind = classOf(config.kind)
    const error = new NodeError({ class: kind, code, message, waitFor, fromStart: true })
    return { outcome: 'failed', error }
  } catch (thrown) {
    return failedAt(field, thrown)
  }
}

async function awaited(config: Config, item: Item): Promise<WaitFor | undefined> {
  const [id] = await waitIds(config, item)
  return id === undefined ? undefined : { system: systemOf(config.waitForSystem), id }
}

function classOf(kind: string) {
  return kind === 'missing' || kind === 'duplicate' ? kind : 'value'
}
