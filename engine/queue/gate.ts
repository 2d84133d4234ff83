import type { Db } from '#db/client.ts'
import type { Gate } from '#nodes/connection.ts'
import { readGate, reserveStarts, slowGate, type GateState } from './gate-state.ts'
import { freeSlots, renewSlots, takeSlots, type SlotScope } from './slot-table.ts'

/** How long a slot is ours without renewal. No request outlives it, so the limit is hard. */
const LEASE_MS = 20_000
const RENEW_MS = 5_000
/** Requests are cut this long before the lease ends: clocks and networks are not exact. */
const MARGIN_MS = 3_000
const POLL_MS = 50
const IDLE_MS = 2_000
/** What all processes share is read again after this long, and sooner while we are kept waiting. */
const LOOK_MS = 500
/** Where workers outnumber the slots they take turns: a slot is kept so long at a stretch. */
const TURN_MS = 1_000
/** Moments of a budget are taken for so long ahead, in seconds: few statements, and no burst. */
const AHEAD_SECONDS = 0.25

interface Waiting {
  start: () => void
  fail: (error: Error) => void
}

/**
 * A connection's limits over all processes. Requests at once: a table of slots, each leased to one
 * holder at a time. A process keeps the slots it is using and gives them back when it has been idle,
 * so a busy one pays for a lease every few seconds, not for two statements a request; nobody takes
 * more than an even share. After a slow-down, or when the limit was lowered, slots above it are given
 * back before anything new starts. Requests per second: moments taken from a shared budget.
 */
export class LeaseGate implements Gate {
  readonly #scope: SlotScope & { budget: number | null }
  #state: GateState | null = null
  #stateAt = 0
  #slots: number[] = []
  #heldSince = 0
  #awayUntil = 0
  #inUse = 0
  #peak = 0
  #leaseEnds = 0
  #waiting: Waiting[] = []
  /** Moments at which a request of the budget may begin, in ms since 1970. */
  #starts: number[] = []
  #pausedUntil = 0
  #slowBy: number | null = null
  #lost = new AbortController()
  #timer: NodeJS.Timeout | undefined
  #busy = false
  #tending: Promise<void> = Promise.resolve()
  #lastUse = 0
  #closed = false

  /** `budget` = requests per second where the connection does not say; null = any. */
  constructor(options: { db: Db; connectionId: string; holder: string; budget?: number | null }) {
    this.#scope = { budget: null, ...options }
  }

  /** Requests at once that the connection allows, as last read. */
  get limit(): number {
    return this.#state?.limit ?? 1
  }

  /** Most requests under way at once since this was asked last. */
  takePeak(): number {
    const peak = Math.max(1, this.#peak)
    this.#peak = this.#inUse
    return peak
  }

  async pass<T>(
    work: (signal: AbortSignal) => Promise<T>,
    options: { signal?: AbortSignal } = {},
  ): Promise<T> {
    options.signal?.throwIfAborted()
    if (this.#waiting.length > 0 || !this.#mayStart()) await this.#queueUp(options.signal)
    else this.#enter()
    try {
      const signals = [this.#lost.signal, ...(options.signal ? [options.signal] : [])]
      return await work(AbortSignal.any(signals))
    } finally {
      this.#inUse -= 1
      this.#lastUse = Date.now()
      this.#letInReady()
      if (this.#waiting.length > 0) this.#work()
    }
  }

  slowDown(ms: number): void {
    this.#pausedUntil = Math.max(this.#pausedUntil, Date.now() + ms)
    this.#slowBy = Math.max(this.#slowBy ?? 0, ms)
    this.#work()
  }

  /** Gives every slot back; requests still under way are cut. */
  async close(): Promise<void> {
    this.#closed = true
    clearTimeout(this.#timer)
    this.#lost.abort(new Error('The connection is being closed.'))
    for (const one of this.#waiting.splice(0))
      one.fail(new Error('The connection is being closed.'))
    // A slot may be on its way to us at this moment: it has to go back too.
    await this.#tending
    await this.#giveBack(this.#slots)
  }

  #mayStart(): boolean {
    const now = Date.now()
    if (this.#pausedUntil > now || this.#awayUntil > now) return false
    if (this.#inUse >= this.#capacity() || this.#leaseEnds - MARGIN_MS <= now) return false
    const perSecond = this.#state?.perSecond
    if (!perSecond) return true
    // A moment that was missed is lost: two of them together would be a burst.
    const oldest = now - Math.max(POLL_MS, 1000 / perSecond)
    this.#starts = this.#starts.filter((start) => start > oldest)
    return (this.#starts[0] ?? Infinity) <= now
  }

  #enter(): void {
    if (this.#state?.perSecond) this.#starts.shift()
    this.#inUse += 1
    this.#peak = Math.max(this.#peak, this.#inUse)
    this.#lastUse = Date.now()
  }

  /** Our slots that may be used: those above the present limit, ours or others', count against it. */
  #capacity(): number {
    if (!this.#state) return 0
    const { usable, held } = this.#state
    const beyond = held.filter((one) => one.slot >= usable && !one.mine).length
    return this.#slots.filter((slot) => slot < usable - beyond).length
  }

  #queueUp(signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      const leave = () => {
        this.#waiting = this.#waiting.filter((one) => one !== waiting)
        reject(signal?.reason)
      }
      const waiting: Waiting = {
        start: () => {
          signal?.removeEventListener('abort', leave)
          resolve()
        },
        fail: reject,
      }
      signal?.addEventListener('abort', leave, { once: true })
      this.#waiting.push(waiting)
      this.#work()
    })
  }

  /** Starts whoever has a slot waiting. */
  #letInReady(): void {
    while (this.#waiting.length > 0 && this.#mayStart()) {
      this.#enter()
      this.#waiting.shift()?.start()
    }
  }

  /** Sees to leases now, and again while there is anything to see to. */
  #work(): void {
    if (this.#busy || this.#closed) return
    this.#busy = true
    clearTimeout(this.#timer)
    this.#tending = this.#tend()
      .catch(() => undefined) // the database is away: the next look tries again, leases run out
      .finally(() => {
        this.#busy = false
        if (this.#closed) return
        this.#letInReady()
        const needed = this.#waiting.length > 0
        if (!needed && this.#slots.length === 0) return
        this.#timer = setTimeout(() => this.#work(), needed ? this.#nextLook() : 1_000)
        this.#timer.unref()
      })
  }

  #nextLook(): number {
    const start = this.#starts[0]
    if (start === undefined || this.#inUse >= this.#capacity()) return POLL_MS
    return Math.min(POLL_MS, Math.max(1, start - Date.now()))
  }

  async #tend(): Promise<void> {
    const now = Date.now()
    if (this.#slots.length > 0 && this.#leaseEnds <= now + MARGIN_MS) this.#loseAll()
    const wanted = this.#inUse + this.#waiting.length
    if (this.#slowBy !== null) await this.#slow(this.#slowBy)
    if (wanted === 0 && now - this.#lastUse > IDLE_MS) return this.#giveBack(this.#slots)
    if (this.#slots.length > 0 && this.#leaseEnds - now < LEASE_MS - RENEW_MS) await this.#renew()
    const state = await this.#look(wanted)
    if (!state) return this.#giveUp()
    await this.#shareOut(state, wanted)
    if (state.perSecond) await this.#reserve(state.perSecond)
  }

  /** Keeps to our share of the usable slots: gives back what is above it, takes what is missing. */
  async #shareOut(state: GateState, wanted: number): Promise<void> {
    const { usable, alive } = state
    const now = Date.now()
    const share = wanted <= 1 ? 1 : Math.max(1, Math.ceil(usable / Math.max(1, alive)))
    if (alive > usable && this.#slots.length > 0 && now - this.#heldSince > TURN_MS) {
      // No new request until ours are back and given away, and a moment for the others to take them.
      this.#awayUntil = now + 2 * POLL_MS
      if (this.#inUse === 0) await this.#giveBack(this.#slots)
      return
    }
    const kept = this.#slots.toSorted((a, b) => a - b)
    const allowed = Math.min(Math.max(share, 1), kept.filter((slot) => slot < usable).length)
    const spare = kept.slice(Math.max(allowed, this.#inUse))
    if (spare.length > 0 && (wanted > 1 || kept.some((slot) => slot >= usable))) {
      await this.#giveBack(spare)
    }
    if (this.#awayUntil > now || wanted <= this.#slots.length) return
    const missing = Math.min(wanted, share) - this.#slots.length
    if (missing > 0) await this.#take(missing, usable)
  }

  async #look(wanted: number): Promise<GateState | null> {
    const now = Date.now()
    const stuck = this.#waiting.length > 0 && this.#slots.length > this.#capacity()
    const fresh = now - this.#stateAt < (stuck ? POLL_MS : LOOK_MS)
    if (this.#state && (fresh || wanted === 0)) return this.#state
    const state = await readGate(this.#scope.db, this.#scope)
    this.#state = state
    this.#stateAt = Date.now()
    if (state?.pausedMs) {
      this.#pausedUntil = Math.max(this.#pausedUntil, this.#stateAt + state.pausedMs)
    }
    return state
  }

  async #slow(ms: number): Promise<void> {
    const { connectionId, db } = this.#scope
    this.#slowBy = null
    await slowGate(db, { connectionId, usable: this.#state?.usable ?? 1, ms })
    this.#stateAt = 0
  }

  async #reserve(perSecond: number): Promise<void> {
    const free = this.#capacity() - this.#inUse
    const wanted = Math.min(this.#waiting.length, free) - this.#starts.length
    const count = Math.min(wanted, Math.ceil(perSecond * AHEAD_SECONDS))
    if (count <= 0) return
    const { connectionId, db } = this.#scope
    const inMs = await reserveStarts(db, { connectionId, count, perSecond })
    const first = Date.now() + inMs
    const starts = Array.from({ length: count }, (_, index) => first + (index * 1000) / perSecond)
    this.#starts.push(...starts)
  }

  async #take(count: number, limit: number): Promise<void> {
    const asked = Date.now()
    const taken = await takeSlots(this.#scope, { count, limit, leaseMs: LEASE_MS })
    if (taken.length === 0) return
    if (this.#slots.length === 0) this.#heldSince = asked
    // With slots of different ages the oldest decides, until all are renewed together.
    this.#leaseEnds = this.#slots.length === 0 ? asked + LEASE_MS : this.#leaseEnds
    this.#slots.push(...taken)
  }

  async #renew(): Promise<void> {
    const asked = Date.now()
    if (!(await renewSlots(this.#scope, this.#slots, LEASE_MS))) return this.#loseAll()
    this.#leaseEnds = asked + LEASE_MS
  }

  async #giveBack(slots: readonly number[]): Promise<void> {
    if (slots.length === 0) return
    this.#slots = this.#slots.filter((slot) => !slots.includes(slot))
    await freeSlots(this.#scope, slots)
  }

  /** The connection has been deleted: nobody can pass any more. */
  #giveUp(): void {
    for (const one of this.#waiting.splice(0)) one.fail(new Error('The connection is gone.'))
  }

  /** The leases ran out while requests were under way: cut them, somebody else may have the slots. */
  #loseAll(): void {
    this.#slots = []
    this.#lost.abort(new Error('The slot for this request was lost.'))
    this.#lost = new AbortController()
  }
}
