import { expect, it } from 'vitest'
import { inSlot, SLOTS } from './slots.ts'

const never = new AbortController().signal

it('lets no more than its limit through at once, in the order of arrival', async () => {
  const started: number[] = []
  let most = 0
  let underWay = 0
  await Promise.all(
    Array.from({ length: 3 * SLOTS }, (_, index) =>
      inSlot('https://one.test', never, async () => {
        started.push(index)
        underWay += 1
        most = Math.max(most, underWay)
        await Promise.resolve()
        underWay -= 1
      }),
    ),
  )
  expect(most).toBe(SLOTS)
  expect(started).toStrictEqual(Array.from({ length: 3 * SLOTS }, (_, index) => index))
})

it('does not let one origin wait for another', async () => {
  const hold = Promise.withResolvers<null>()
  const held = Array.from({ length: SLOTS }, () =>
    inSlot('https://slow.test', never, () => hold.promise),
  )
  expect(await inSlot('https://quick.test', never, () => Promise.resolve('through'))).toBe(
    'through',
  )
  hold.resolve(null)
  await Promise.all(held)
})

it('lets the next one in after a failure, and forgets one that gave up waiting', async () => {
  const hold = Promise.withResolvers<null>()
  const held = Array.from({ length: SLOTS }, () =>
    inSlot('https://full.test', never, () => hold.promise),
  )
  const impatient = new AbortController()
  const gaveUp = inSlot('https://full.test', impatient.signal, () => Promise.resolve('never'))
  const patient = inSlot('https://full.test', never, () => Promise.resolve('through'))
  impatient.abort(new Error('cancelled'))
  await expect(gaveUp).rejects.toThrow('cancelled')
  hold.reject(new Error('refused'))
  await Promise.allSettled(held)
  expect(await patient).toBe('through')
})
