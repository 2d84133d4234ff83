import { setTimeout as sleep } from 'node:timers/promises'
import type postgres from 'postgres'
import { findRecord } from '../store/store.ts'
import {
  cancelDelivery,
  DELIVERIES_CHANNEL,
  dueDeliveries,
  eventOnItsWay,
  nextDue,
  noteAttempt,
  type Attempt,
  type Delivery,
} from './webhook-queue.ts'
import { sendEvent } from './send-event.ts'
import type { WebhookSettings } from './webhook-settings.ts'

/** Delivers events to webhook endpoints, as they are queued. */
export interface WebhookDelivery {
  /** Looks whether something is due: the clock was moved, or a setting changed. */
  wake: () => void
  /** Tries everything that waits once, now, whatever holds it back; gives what came of it. */
  flush: () => Promise<Attempt[]>
  /** Stops at once; what was on its way waits for the next start. */
  close: () => Promise<void>
}

/**
 * Starts the delivery. It sleeps until a commit that queued something notifies it or until the next
 * retry is due; everything that waits is in the database, so a restart loses nothing. One endpoint
 * gets its events one after the other, several endpoints theirs at the same time.
 */
export function startDelivery(options: {
  sql: postgres.Sql
  now: () => Date
  settings: () => Promise<WebhookSettings>
}): WebhookDelivery {
  const { sql, now, settings } = options
  const stop = new AbortController()
  let timer: NodeJS.Timeout | undefined
  let wanted = false
  let last: Promise<unknown> = Promise.resolve()

  /** One pass at a time: a flush and the delivery by itself must not send the same thing twice. */
  const inTurn = <Result>(pass: () => Promise<Result>): Promise<Result> => {
    const result = last.then(pass)
    last = result.catch(() => {})
    return result
  }
  const wake = () => {
    if (wanted || stop.signal.aborted) return
    wanted = true
    inTurn(deliver).catch((error: unknown) => {
      if (!stop.signal.aborted) console.error(error)
    })
  }
  const deliver = async () => {
    clearTimeout(timer)
    wanted = false
    let rules = await settings()
    if (rules.hold) return
    if (rules.reorder) await sleep(REORDER_WINDOW_MS, null, { signal: stop.signal })
    for (;;) {
      const due = await dueDeliveries(sql, new Date(now().getTime() - rules.delayMs))
      if (due.length === 0 || stop.signal.aborted) break
      // What was queued after a change of the rules is sent by the new ones.
      rules = await settings()
      if (rules.hold) return
      await send(due, rules)
    }
    const next = await nextDue(sql)
    if (!next || stop.signal.aborted) return
    const wait = next.getTime() + rules.delayMs - now().getTime()
    timer = setTimeout(wake, Math.min(Math.max(wait, 1), LONGEST_TIMER_MS)).unref()
  }
  const send = async (deliveries: Delivery[], rules: WebhookSettings) => {
    const ordered = rules.reorder ? deliveries.toReversed() : deliveries
    const byEndpoint = Map.groupBy(ordered, (delivery) => delivery.endpoint)
    const tries = [...byEndpoint.values()].map(async (own) => {
      const attempts: Attempt[] = []
      for (const delivery of own) {
        if (stop.signal.aborted) break
        attempts.push(...(await attempt(delivery, rules)))
      }
      return attempts
    })
    return (await Promise.all(tries)).flat()
  }
  const attempt = async (delivery: Delivery, rules: WebhookSettings): Promise<Attempt[]> => {
    const endpoint = await findRecord(sql, 'webhook_endpoint', delivery.endpoint)
    const event = await eventOnItsWay(sql, delivery.event)
    if (!event || endpoint?.status !== 'enabled') {
      await cancelDelivery(sql, delivery.id)
      return []
    }
    const target = { endpoint, event, attempt: delivery.attempts + 1, now: now() }
    const post = () => sendEvent(target, { timeoutMs: rules.timeoutMs, signal: stop.signal })
    const dropped = delivery.attempts === 0 && Math.random() < rules.drop
    const result = dropped ? lost(target) : await post()
    if (stop.signal.aborted) return []
    const delay = rules.retryDelaysMs[delivery.attempts]
    const delivered = result.status !== null && result.status >= 200 && result.status < 300
    const again = !delivered && !dropped && delay !== undefined
    await noteAttempt(
      sql,
      delivery,
      result,
      again
        ? { again: new Date(target.now.getTime() + delay) }
        : { state: delivered ? 'delivered' : 'failed' },
    )
    if (!delivered || Math.random() >= rules.duplicate) return [result]
    const copy = await post()
    await noteAttempt(sql, delivery, copy, { state: 'delivered' })
    return [result, copy]
  }

  const listening = sql.listen(DELIVERIES_CHANNEL, wake, wake)
  listening.catch((error: unknown) => {
    if (!stop.signal.aborted) console.error(error)
  })
  return {
    wake,
    flush: () => inTurn(async () => send(await dueDeliveries(sql), await settings())),
    close: async () => {
      stop.abort()
      clearTimeout(timer)
      await last
      await listening.then(
        (listener) => listener.unlisten(),
        () => {},
      )
    },
  }
}

type Target = Parameters<typeof sendEvent>[0]

function lost({ endpoint, event, attempt, now }: Target): Attempt {
  return {
    at: now,
    event: event.id,
    type: event.type,
    endpoint: endpoint.id,
    url: endpoint.url,
    attempt,
    status: null,
    error: 'Dropped on purpose.',
    ms: 0,
  }
}

/** Long enough that the events of one change, and of the next one, are there to be turned round. */
const REORDER_WINDOW_MS = 200

/** The most that `setTimeout` can wait for is 2^31 − 1 ms. */
const LONGEST_TIMER_MS = 2_147_483_647
