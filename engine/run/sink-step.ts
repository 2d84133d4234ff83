import { NodeError, toNodeError, TRY_LATER } from '#nodes/errors.ts'
import { recordExchangesIn, type Exchange } from '#nodes/http/exchanges.ts'
import type { WriteRequest } from '#nodes/rehearsal.ts'
import type { Existing, FieldChange, Intent, NodeContext, SinkRunner } from '#nodes/runner.ts'
import { setTimeout as sleep } from 'node:timers/promises'
import type { RunnerConfig } from '../compile/config.ts'
import type { PlanStep } from '../compile/plan.ts'
import { holdClaims } from './claims.ts'
import { hashPayload, type Effect, type Reservation } from './effects.ts'
import { preview, type Made } from './preview.ts'
import { end, note, type ExecuteDeps, type Onward, type Traveller } from './traveller.ts'
import { wouldWords, type Would } from './would.ts'

/** Another page writes the same effect: look again after this long, and give up after that. */
const BUSY_POLL_MS = 150
const BUSY_LIMIT_MS = 20_000
/** Calls under way at once for sinks that no connection's gate bounds (plain HTTP). */
const CONCURRENCY = 10

/** A sink node at work. */
interface SinkWork {
  step: PlanStep
  runner: SinkRunner
  config: RunnerConfig
  context: NodeContext<unknown>
  deps: ExecuteDeps
}

/** One record's intended write. */
interface Pending {
  traveller: Traveller
  effect: Effect
  exchanges: Exchange[]
  at: number
}

/**
 * Runs a sink for a batch: say what is intended, reserve all in one statement, write, confirm all in
 * one statement. Records that share an effect (invoices of one new customer) or a claim (customers with
 * one e-mail address) take turns: the first writes, the others find what it has made.
 */
export async function runSink(work: SinkWork, here: Traveller[]): Promise<Onward> {
  const onward: Onward = []
  let pending: Pending[] = []
  for (const traveller of here) {
    const intended = await intend(work, traveller)
    if (intended === 'onward') onward.push({ traveller, port: 'out' })
    else if (intended) pending.push(intended)
  }
  const made: Made = new Map()
  let patience = BUSY_LIMIT_MS
  while (pending.length > 0) {
    const { first, rest } = firstOfEach(pending)
    const busy = await (work.deps.dryRun
      ? foresee(work, first, { onward, made })
      : perform(work, first, onward))
    pending = [...busy, ...rest]
    if (busy.length === 0 || busy.length < first.length) continue
    work.deps.signal.throwIfAborted()
    if (patience <= 0) {
      for (const one of busy) fail(work, one, busyTooLong())
      pending = rest
    }
    patience -= BUSY_POLL_MS
    await sleep(BUSY_POLL_MS)
  }
  return onward
}

async function intend(work: SinkWork, traveller: Traveller): Promise<Pending | 'onward' | null> {
  const at = Date.now()
  const exchanges: Exchange[] = []
  const item = { key: traveller.item.key, record: traveller.record }
  try {
    const intent = await recordExchangesIn(exchanges, () =>
      work.runner.intend(work.config, item, work.context),
    )
    if ('outcome' in intent) {
      if (intent.outcome === 'done') {
        note(traveller, work.step, { ...intent, at, output: intent.record, exchanges })
        traveller.record = intent.record
        return 'onward'
      }
      end(traveller, work.step, { at, ...intent, exchanges })
      return null
    }
    const effect = { ...work.step.ledger, intent, payloadHash: hashPayload(intent.payload) }
    return { traveller, effect, exchanges, at }
  } catch (thrown) {
    work.deps.signal.throwIfAborted()
    const error = toNodeError(thrown)
    const failed = { at, outcome: 'failed' as const, error, exchanges }
    end(traveller, work.step, { ...failed, ...foreseenFailure(work, error) })
    return null
  }
}

/** Reserves, writes and confirms; gives back what another page is writing just now. */
async function perform(work: SinkWork, batch: Pending[], onward: Onward): Promise<Pending[]> {
  const { ledger } = work.deps
  const claims = await holdClaims(
    ledger,
    batch.map((one) => one.effect),
  )
  const free = batch.filter((one) => !claims.isTaken(one.effect))
  const busy = batch.filter((one) => claims.isTaken(one.effect))
  const reservations = await ledger.reserve(free.map((one) => one.effect))
  const confirmed: { effect: Effect; targetId: string }[] = []
  const refused: Effect[] = []
  await forEachAtOnce(free, async (one, index) => {
    const reservation = reservations[index] ?? { state: 'busy' }
    if (reservation.state === 'busy') return void busy.push(one)
    if (reservation.state === 'unchanged') {
      return settle(work, one, onward, { id: reservation.targetId, outcome: 'unchanged' })
    }
    try {
      const written = await recordExchangesIn(one.exchanges, () => write(work, one, reservation))
      confirmed.push({ effect: one.effect, targetId: written.id })
      settle(work, one, onward, {
        id: written.id,
        outcome: written.changed ? 'done' : 'unchanged',
        note: written.note,
      })
    } catch (thrown) {
      work.deps.signal.throwIfAborted()
      const error = toNodeError(thrown)
      if (isSureRefusal(error)) refused.push(one.effect)
      fail(work, one, error)
    }
  })
  await ledger.confirm(confirmed)
  await ledger.release(refused)
  await claims.release()
  return busy
}

async function write(
  work: SinkWork,
  one: Pending,
  reservation: Extract<Reservation, { state: 'write' | 'reconcile' }>,
): Promise<{ id: string; changed: boolean; note?: string }> {
  const { runner, config, context, deps, step } = work
  const { intent } = one.effect
  const known = reservation.targetId ?? intent.targetId ?? null
  let existing: Existing | null = known === null ? null : { id: known }
  if (reservation.state === 'reconcile' && known === null) {
    existing = await runner.look(config, intent, context)
    if (existing && reservation.sameHash) {
      const note = 'An earlier attempt had written it; its answer was lost.'
      return { id: existing.id, changed: true, note }
    }
  }
  const { client: _reading, ...rest } = context
  const client = step.kind.system ? deps.clients[step.kind.system]?.write : undefined
  const idempotencyKey = deps.ledger.idempotencyKey(one.effect)
  return runner.write(config, intent, existing, { ...rest, client, idempotencyKey })
}

/** A dry run: what would happen, by looking only. */
async function foresee(
  work: SinkWork,
  batch: Pending[],
  { onward, made }: { onward: Onward; made: Made },
): Promise<Pending[]> {
  const { runner, config, context, deps, step } = work
  const { system } = step.kind
  const rehearsing = system ? deps.clients[system]?.rehearse : undefined
  const sink = { runner, config, context, rehearsing }
  const known = await deps.ledger.peek(batch.map((one) => one.effect))
  await forEachAtOnce(batch, async (one, index) => {
    const { intent } = one.effect
    const write = { intent, reservation: known[index], key: deps.ledger.idempotencyKey(one.effect) }
    try {
      const seen = await recordExchangesIn(one.exchanges, () => preview(sink, write, made))
      const { would, note = wouldWords(would), ...rest } = seen
      settle(work, one, onward, {
        ...rest,
        ...{ would, note, outcome: would === 'none' ? 'unchanged' : 'done' },
      })
    } catch (thrown) {
      deps.signal.throwIfAborted()
      fail(work, one, toNodeError(thrown))
    }
  })
  return []
}

function settle(
  work: SinkWork,
  one: Pending,
  onward: Onward,
  settled: {
    id: string
    outcome: 'done' | 'unchanged'
    note?: string
    changes?: FieldChange[]
    would?: Would
    request?: WriteRequest
  },
): void {
  const { traveller, effect } = one
  const { id, ...noted } = settled
  const { payload, link } = effect.intent
  const item = { key: traveller.item.key, record: traveller.record }
  const output = work.runner.settle(work.config, item, effect.intent, id)
  const target = { ...effect.intent.target, id, linked: link !== null }
  const dry = work.deps.dryRun ? { target } : {}
  note(traveller, work.step, { ...noted, ...trace(one), ...dry, output, payload })
  traveller.record = output
  if (link || traveller.result.targetId === null) traveller.result.targetId = id
  onward.push({ traveller, port: 'out' })
}

function fail(work: SinkWork, one: Pending, error: NodeError): void {
  const { payload } = one.effect.intent
  const foreseen = foreseenFailure(work, error)
  end(one.traveller, work.step, { ...trace(one), ...foreseen, outcome: 'failed', error, payload })
}

/** In a dry run a record that waits for another one would not fail. */
function foreseenFailure({ deps }: SinkWork, error: NodeError): { would?: Would } {
  return deps.dryRun && !error.waitFor ? { would: 'fail' } : {}
}

function trace(one: Pending) {
  return { at: one.at, ms: Date.now() - one.at, exchanges: one.exchanges }
}

/** The destination surely did nothing, so the reservation can be taken back. */
function isSureRefusal(error: NodeError): boolean {
  return !error.outcomeUnknown && error.class !== 'internal' && error.class !== 'intermittent'
}

function busyTooLong(): NodeError {
  return new NodeError({
    class: 'intermittent',
    code: 'busy',
    message: `Another page of this run is still writing the same thing. ${TRY_LATER}`,
    outcomeUnknown: true,
  })
}

function firstOfEach(pending: Pending[]): { first: Pending[]; rest: Pending[] } {
  const seen = new Set<string>()
  const first: Pending[] = []
  const rest: Pending[] = []
  for (const one of pending) {
    const { identity, role, claim }: Intent = one.effect.intent
    const keys = [`${identity}\n${role}`, ...(claim === undefined ? [] : [`\n${claim}`])]
    if (keys.some((key) => seen.has(key))) rest.push(one)
    else first.push(one)
    for (const key of keys) seen.add(key)
  }
  return { first, rest }
}

/** Runs `work` over a list with a bound on how many are under way. */
async function forEachAtOnce<T>(
  list: readonly T[],
  work: (one: T, index: number) => Promise<void> | void,
): Promise<void> {
  const entries = list.entries()
  const lane = async () => {
    for (const [index, one] of entries) await work(one, index)
  }
  await Promise.all(Array.from({ length: Math.min(CONCURRENCY, list.length) }, lane))
}
