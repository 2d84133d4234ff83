import { expect, it } from 'vitest'
import { evaluated, testContext } from '../../testing.ts'
import { runFlowStop } from './run.ts'

const CONFIG = { message: evaluated('"Invoice " & number & " is void."'), kind: 'duplicate' }

async function stop(record: { number?: number }, change: object = {}) {
  const items = [{ key: 'in_1', record }]
  const [result] = await runFlowStop.run({ ...CONFIG, ...change }, items, testContext())
  return result
}

it('fails each record with the sentence and the kind that the flow gives', async () => {
  expect(await stop({ number: 7 })).toMatchObject({
    outcome: 'failed',
    error: { class: 'duplicate', code: 'stopped', message: 'Invoice 7 is void.' },
  })
})

it('stops a record for which the message finds nothing, and one for which it fails', async () => {
  const silent = await stop({}, { message: evaluated('number') })
  expect(silent).toMatchObject({ error: { message: 'The flow stops here.' } })
  const broken = await stop({}, { message: evaluated('$error("no")') })
  expect(broken).toMatchObject({ outcome: 'failed', error: { field: 'message' } })
})
