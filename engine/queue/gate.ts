import { and, eq, gt, inArray, lte, sql } from 'drizzle-orm'
import type { Db } from '#db/client.ts'
import { leases, workers } from '#db/schema/index.ts'
import type { Gate } from '#nodes/connection.ts'

/** How long a slot is ours without renewal. No request outlives it, so the limit is hard. */
const LEASE_MS = 20_000
const RENEW_MS = 5_000
/** Requests are cut this long before the lease ends: clocks and networks are not exact. */
const MARGIN_MS = 3_000
const POLL_MS = 50
const IDLE_MS = 2_000

interface Waiting {
  start: () => void
  fail: (error: Error) => void
}

/**
 * A connection's concurrency limit over all processes: a table of slots, each leased to one holder
 * at a time. A process keeps the slots it is using and gives them back when it has been idle, so a
 * busy one pays for a lease every few seconds, not for two statements a request. While others wait
 * nobody takes more than an even share.
 */
export class LeaseGate implements Gate {
  readonly #db: Db
  readonly #connectionId: string
  readonly #limit: number
  readonly #holder: string
  #slots: number[] = []
  #inUse = 0
  #leaseEnds = 0
  #waiting: Waiting[] = []
  #pausedUntil = 0
  #lost = new AbortController()
  #timer: NodeJS.Timeout | undefined
  #busy = false
  #tending: Promise<void> = Promise.resolve()
  #lastUse = 0
  #closed = false

  constructor(options: { db: Db; connectionId: string; limit: number; holder: string }) {
    this.#db = options.db
    this.#connectionId = options.connectionId
    this.#limit = Math.max(1, options.limit)
    this.#holder = options.holder
  }

  async pass<T>(
    work: (signal: AbortSignal) => Promise<T>,
    options: { signal?: AbortSignal } = {},
  ): Promise<T> {
    options.signal?.throwIfAborted()
    if (!this.#tryEnter()) await this.#queueUp(options.signal)
    try {
      const signals = [this.#lost.signal, ...(options.signal ? [options.signal] : [])]
      return await work(AbortSignal.any(signals))
    } finally {
      this.#inUse -= 1
      this.#lastUse = Date.now()
      this.#letIn()
    }
  }

  slowDown(ms: number): void {
    this.#pausedUntil = Math.max(this.#pausedUntil, Date.now() + ms)
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

  #tryEnter(): boolean {
    const now = Date.now()
    if (this.#waiting.length > 0 || this.#pausedUntil > now) return false
    if (this.#inUse >= this.#slots.length || this.#leaseEnds - MARGIN_MS <= now) return false
    this.#inUse += 1
    this.#lastUse = now
    return true
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

  #letIn(): void {
    if (!this.#letInReady() || this.#waiting.length > 0) this.#work()
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
        this.#timer = setTimeout(() => this.#work(), needed ? POLL_MS : 1_000)
        this.#timer.unref()
      })
  }

  /** Starts whoever has a slot waiting; false when nobody may start now. */
  #letInReady(): boolean {
    const now = Date.now()
    if (this.#pausedUntil > now || this.#leaseEnds - MARGIN_MS <= now) return false
    while (this.#inUse < this.#slots.length) {
      const next = this.#waiting.shift()
      if (!next) break
      this.#inUse += 1
      next.start()
    }
    return true
  }

  async #tend(): Promise<void> {
    const now = Date.now()
    if (this.#slots.length > 0 && this.#leaseEnds <= now + MARGIN_MS) this.#loseAll()
    const wanted = this.#inUse + this.#waiting.length
    if (wanted === 0 && now - this.#lastUse > IDLE_MS) return this.#giveBack(this.#slots)
    if (this.#slots.length > 0 && this.#leaseEnds - now < LEASE_MS - RENEW_MS) await this.#renew()
    const share = await this.#share(wanted)
    if (this.#slots.length > share) {
      const spare = this.#slots.slice(Math.max(share, this.#inUse))
      if (spare.length > 0) await this.#giveBack(spare)
    } else if (wanted > this.#slots.length && this.#slots.length < share) {
      await this.#take(Math.min(wanted, share) - this.#slots.length)
    }
  }

  async #share(wanted: number): Promise<number> {
    if (wanted <= 1) return Math.max(1, this.#slots.length)
    const [row] = await this.#db.select({ alive: sql<number>`count(*)::int` }).from(workers)
    return Math.max(1, Math.ceil(this.#limit / Math.max(1, row?.alive ?? 1)))
  }

  async #take(count: number): Promise<void> {
    const asked = Date.now()
    await this.#db
      .insert(leases)
      .values(
        Array.from({ length: this.#limit }, (_, slot) => ({
          connectionId: this.#connectionId,
          slot,
        })),
      )
      .onConflictDoNothing()
    const free = this.#db
      .select({ slot: leases.slot })
      .from(leases)
      .where(
        and(
          eq(leases.connectionId, this.#connectionId),
          sql`${leases.slot} < ${this.#limit}`,
          lte(leases.expiresAt, sql`now()`),
        ),
      )
      .orderBy(leases.slot)
      .limit(count)
      .for('update', { skipLocked: true })
    const taken = await this.#db
      .update(leases)
      .set({ holder: this.#holder, expiresAt: leaseEnd() })
      .where(and(eq(leases.connectionId, this.#connectionId), inArray(leases.slot, free)))
      .returning({ slot: leases.slot })
    if (taken.length === 0) return
    // With slots of different ages the oldest decides, until all are renewed together.
    this.#leaseEnds = this.#slots.length === 0 ? asked + LEASE_MS : this.#leaseEnds
    this.#slots.push(...taken.map((lease) => lease.slot))
  }

  async #renew(): Promise<void> {
    const asked = Date.now()
    const renewed = await this.#db
      .update(leases)
      .set({ expiresAt: leaseEnd() })
      .where(and(this.#mine(this.#slots), gt(leases.expiresAt, sql`now()`)))
      .returning({ slot: leases.slot })
    if (renewed.length < this.#slots.length) return this.#loseAll()
    this.#leaseEnds = asked + LEASE_MS
  }

  async #giveBack(slots: number[]): Promise<void> {
    if (slots.length === 0) return
    this.#slots = this.#slots.filter((slot) => !slots.includes(slot))
    await this.#db
      .update(leases)
      .set({ holder: null, expiresAt: sql`now()` })
      .where(this.#mine(slots))
  }

  /** The leases ran out while requests were under way: cut them, somebody else may have the slots. */
  #loseAll(): void {
    this.#slots = []
    this.#lost.abort(new Error('The slot for this request was lost.'))
    this.#lost = new AbortController()
  }

  #mine(slots: number[]) {
    return and(
      eq(leases.connectionId, this.#connectionId),
      eq(leases.holder, this.#holder),
      inArray(leases.slot, slots),
    )
  }
}

function leaseEnd() {
  return sql`now() + ${`${LEASE_MS} milliseconds`}::interval`
}
