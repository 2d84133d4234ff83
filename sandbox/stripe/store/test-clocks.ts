import type { Hono } from 'hono'
import { changeAccount, type StripeAccount } from './change.ts'
import type { Endpoints, StripeEnv } from '../protocol/endpoint.ts'
import { missing, StripeError } from '../protocol/errors.ts'
import { integer, text } from '../protocol/form.ts'
import { listRecords, paging } from '../protocol/lists.ts'
import type { Records } from './records.ts'
import { retrieveCall } from '../protocol/retrieve.ts'
import type { Work } from './work.ts'

type TestClock = Records['test_helpers.test_clock']

const PATH = '/test_helpers/test_clocks'

/**
 * Test clocks (https://docs.stripe.com/api/test_clocks). The stand-in has one clock for everything,
 * and each test clock moves that one: making one sets it forward to `frozen_time`, advancing one
 * lets all that is due until then happen before the answer is given.
 */
export function addTestClockCalls(
  app: Hono<StripeEnv>,
  endpoints: Endpoints,
  account: StripeAccount,
): void {
  const { read, write } = endpoints
  const create = write(
    { frozen_time: integer, name: text.optional() },
    async (work, params): Promise<TestClock> => {
      const clock: TestClock = {
        id: work.newId('clock_1', 23),
        object: 'test_helpers.test_clock',
        created: work.now,
        deletes_after: params.frozen_time + 30 * 86_400,
        frozen_time: params.frozen_time,
        livemode: false,
        name: params.name ?? null,
        status: 'ready',
        status_details: {},
      }
      work.save(clock)
      work.emit('test_helpers.test_clock.created', clock)
      return clock
    },
  )
  const advance = write({ frozen_time: integer }, async (work, params, id) => {
    const before = await changeable(work, id)
    const now = Math.max(before.frozen_time, work.now)
    if (params.frozen_time <= before.frozen_time || params.frozen_time > now + TWO_YEARS) {
      const message =
        'A test clock can only be advanced to a later time, and by at most two years at once.'
      throw new StripeError(400, message, { param: 'frozen_time' })
    }
    const after: TestClock = {
      ...before,
      deletes_after: params.frozen_time + 30 * 86_400,
      frozen_time: params.frozen_time,
      status: 'advancing',
      status_details: { advancing: { target_frozen_time: params.frozen_time } },
    }
    work.save(after)
    work.emit('test_helpers.test_clock.advancing', after)
    return after
  })
  const remove = write({}, async (work, _params, id) => {
    const clock = await changeable(work, id)
    work.remove(clock)
    work.emit('test_helpers.test_clock.deleted', clock)
    return { id, object: 'test_helpers.test_clock', deleted: true }
  })
  app.get(
    PATH,
    read(paging, (sql, page) =>
      listRecords(sql, { kind: 'test_helpers.test_clock', url: `/v1${PATH}`, page, filters: [] }),
    ),
  )
  app.post(PATH, async (c) => {
    const answer = await create(c)
    await follow(account, await answer.clone().json())
    return answer
  })
  app.get(`${PATH}/:id`, retrieveCall(read, 'test_helpers.test_clock'))
  app.delete(`${PATH}/:id`, remove)
  app.post(`${PATH}/:id/advance`, async (c) => {
    const answer = await advance(c)
    await follow(account, await answer.clone().json())
    return answer
  })
}

/** Moves the stand-in's clock to where a test clock now stands, never back; then it is ready. */
async function follow(account: StripeAccount, answer: object): Promise<void> {
  const frozen: unknown = Reflect.get(answer, 'frozen_time')
  const id: unknown = Reflect.get(answer, 'id')
  if (typeof frozen !== 'number' || typeof id !== 'string') return
  if (frozen * 1000 > account.now().getTime()) await account.clock?.moveTo(new Date(frozen * 1000))
  await changeAccount(account, {}, async (work) => {
    const clock = await work.find('test_helpers.test_clock', id)
    if (clock?.status !== 'advancing') return
    const ready: TestClock = { ...clock, status: 'ready', status_details: {} }
    work.save(ready)
    work.emit('test_helpers.test_clock.ready', ready)
  })
}

async function changeable(work: Work, id: string): Promise<TestClock> {
  const clock = await work.find('test_helpers.test_clock', id)
  if (!clock) throw missing('test clock', id, 'test_clock', 404)
  return clock
}

const TWO_YEARS = 2 * 366 * 86_400
