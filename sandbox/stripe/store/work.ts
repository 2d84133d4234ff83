import { randomInt } from 'node:crypto'
import { relatedId, type Kind, type Records, type Relation, type StoredRecord } from './records.ts'

/**
 * One change to the make-believe account: what it reads, what it writes and the events it causes.
 * Nothing is stored before the change is complete, so that a refused change leaves no trace.
 */
export interface Work {
  /** Unix seconds; everything this change makes carries it. Movable while seeding. */
  now: number
  settings: WorkSettings
  newId: (prefix: string, length?: number) => string
  /** An object for changing (locked until the change is stored); undefined when there is none. */
  find: <K extends Kind>(kind: K, id: string) => Promise<Records[K] | undefined>
  /** All objects of a kind that belong to another one, in the order they were made. */
  related: <K extends Kind>(kind: K, relation: Relation, id: string) => Promise<Records[K][]>
  /** How many objects of a kind there were before this change. */
  count: (kind: Kind) => Promise<number>
  /** Stores it; `owner` is the id of what it belongs to without naming it. */
  save: (record: StoredRecord, owner?: string) => void
  remove: (record: StoredRecord) => void
  /** Tells of a change to `after`; `before` gives `*.updated` its `previous_attributes`. */
  emit: (type: string, after: object, before?: object) => void
  /** Lets something happen at a later moment, unix seconds. */
  schedule: (due: Due) => void
  /** What has been changed so far, objects and then events, in the order they were made. */
  changes: () => Changes
}

/** Something that happens by itself at a later moment. */
export interface Due {
  kind: 'available' | 'collect' | 'finalize' | 'overdue' | 'refund' | 'settle'
  /** Of the object it happens to. */
  id: string
  /** Unix seconds. */
  at: number
}

/** What a change has made of the account. */
export interface Changes {
  saved: StoredRecord[]
  removed: string[]
  owners: ReadonlyMap<string, string>
  due: Due[]
}

/** What a change needs to know of the account. */
export interface WorkSettings {
  /** Where the account's own pages are, `http://127.0.0.1:4242`. */
  origin: string
  /** The currency it is paid out in; null when money stays in the currency it came in. */
  settlementCurrency: string | null
}

/** Where a change reads what it has not touched itself. */
export interface Source {
  find: <K extends Kind>(kind: K, id: string) => Promise<Records[K] | undefined>
  related: <K extends Kind>(kind: K, relation: Relation, id: string) => Promise<Records[K][]>
  count?: (kind: Kind) => Promise<number>
}

export const STRIPE_API_VERSION = '2026-10-28.endive'

/** Opens a change at `now`, caused by a request (or, while seeding, by none). */
export function createWork(options: {
  source: Source
  now: number
  settings: WorkSettings
  request: { id: string | null; idempotency_key: string | null }
  /** Chance for new ids; unguessable unless given. */
  newId?: (prefix: string, length?: number) => string
}): Work {
  const { source, request, newId = randomId } = options
  const saved = new Map<string, StoredRecord>()
  const removed = new Set<string>()
  const events: StoredRecord[] = []
  const owners = new Map<string, string>()
  const due: Due[] = []
  const byRelation = new Map<string, Set<string>>()

  const own = <K extends Kind>(kind: K, id: string): Records[K] | undefined => {
    const record = saved.get(id)
    return record && isKind(record, kind) ? record : undefined
  }
  const work: Work = {
    now: options.now,
    settings: options.settings,
    newId,
    find: async (kind, id) => {
      if (removed.has(id)) return undefined
      return own(kind, id) ?? (await source.find(kind, id))
    },
    related: async (kind, relation, id) => {
      const stored = await source.related(kind, relation, id)
      const ids = new Set(stored.map((record) => record.id))
      const current = stored.map((record) => own(kind, record.id) ?? record)
      for (const added of byRelation.get(`${kind} ${relation} ${id}`) ?? []) {
        const record = own(kind, added)
        if (record && !ids.has(added)) current.push(record)
      }
      return current.filter((record) => !removed.has(record.id))
    },
    count: async (kind) => (await source.count?.(kind)) ?? 0,
    save: (record, owner) => {
      saved.set(record.id, record)
      if (owner !== undefined) owners.set(record.id, owner)
      for (const relation of RELATIONS) {
        const id = relation === 'owner' ? (owner ?? null) : relatedId(record, relation)
        if (id === null) continue
        const key = `${record.object} ${relation} ${id}`
        byRelation.set(key, (byRelation.get(key) ?? new Set()).add(record.id))
      }
    },
    remove: (record) => {
      saved.delete(record.id)
      removed.add(record.id)
    },
    emit: (type, after, before) => {
      const previous = before && { previous_attributes: changedFrom(before, after) }
      events.push({
        id: newId('evt_1', 23),
        object: 'event',
        api_version: STRIPE_API_VERSION,
        created: work.now,
        data: { object: after, ...previous },
        livemode: false,
        pending_webhooks: 0,
        request: { ...request },
        type,
      })
    },
    schedule: (one) => {
      due.push(one)
    },
    changes: () => ({
      saved: [...saved.values(), ...events],
      removed: [...removed],
      owners,
      due,
    }),
  }
  return work
}

/** The attributes that differ, with their values of before; hashes differ key by key. */
function changedFrom(before: object, after: object): object {
  const previous: Record<string, unknown> = {}
  for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const was: unknown = Reflect.get(before, key) ?? null
    const is: unknown = Reflect.get(after, key) ?? null
    if (JSON.stringify(was) === JSON.stringify(is)) continue
    previous[key] = isHash(was) && isHash(is) ? changedFrom(was, is) : was
  }
  return previous
}

/** A list inside an object is one value to Stripe, not a hash to look into. */
function isHash(value: unknown): value is object {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  return !('object' in value)
}

function isKind<K extends Kind>(record: StoredRecord, kind: K): record is Records[K] {
  return record.object === kind
}

function randomId(prefix: string, length = 24): string {
  let id = prefix
  for (let i = 0; i < length; i += 1) id += ALPHABET.charAt(randomInt(ALPHABET.length))
  return id
}

const RELATIONS: Relation[] = ['customer', 'invoice', 'payment_intent', 'charge', 'owner']
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'
