import { expect, it } from 'vitest'
import { blank, evaluated, testContext } from '../../testing.ts'
import { runFlowStop } from './run.ts'

const CONFIG = {
  ...{ message: evaluated('"Invoice " & number & " is void."'), kind: 'duplicate' },
  ...{ waitForSystem: 'stripe', waitForId: blank },
}

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

it('lets a record wait for the one that the flow names, and begin anew then', async () => {
  const waiting = { kind: 'missing', waitForId: evaluated('"in_" & number') }
  expect(await stop({ number: 7 }, waiting)).toMatchObject({
    error: {
      ...{ class: 'missing', code: 'waits', message: 'Invoice 7 is void.' },
      ...{ waitFor: { system: 'stripe', id: 'in_7' }, fromStart: true },
    },
  })
  const unnamed = await stop({ number: 7 }, { ...waiting, waitForId: evaluated('nothing') })
  expect(unnamed).toMatchObject({ error: { code: 'stopped', waitFor: undefined } })
  const broken = await stop({ number: 7 }, { ...waiting, waitForId: evaluated('$error("no")') })
  expect(broken).toMatchObject({ error: { field: 'waitForId', waitFor: undefined } })
})

it('makes only records wait for which something is missing', async () => {
  const result = await stop({ number: 7 }, { waitForId: evaluated('"in_7"') })
  expect(result).toMatchObject({ error: { class: 'duplicate', waitFor: undefined } })
})
