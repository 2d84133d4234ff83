import type { NodeError } from './errors.ts'
import type { Exchange } from './http/exchanges.ts'
import type { Json, JsonObject } from './json.ts'
import type { ConfigOf, Kind, System } from './kind.ts'
import type { WriteRequest } from './rehearsal.ts'

/** One record at a node. */
export interface Item {
  key: string
  record: JsonObject
}

/** What the record index keeps about a record beside its key. */
export interface RecordFacts {
  /** What people call it, such as the invoice number. */
  name?: string
  /** Major units as a decimal string, with the ISO 4217 code in upper case. */
  amount?: string
  currency?: string
}

/**
 * What one node made of one record. `exchanges` are the requests made for this record alone; those
 * made for a whole batch are recorded by the engine.
 */
export type StepResult =
  | {
      outcome: 'done'
      record: JsonObject
      /** Where the record goes; `out` unless named. */
      port?: string
      /** Instead of `port`: a copy of the record goes to each. */
      ports?: string[]
      note?: string
      facts?: RecordFacts
      exchanges?: Exchange[]
    }
  | { outcome: 'filtered'; reason: string }
  | { outcome: 'failed'; error: NodeError; exchanges?: Exchange[] }

/** A transform may also make several records of one. */
export type TransformResult =
  | StepResult
  | {
      outcome: 'split'
      /** At least one; `id` tells the parts of a record apart, the same ones on every run. */
      parts: { id: string; record: JsonObject }[]
    }

/** Pairs of records known to be the same thing in both systems. */
export interface Links {
  /**
   * Finds the counterpart of each id: Map from id to the linked record of `targetType` in
   * `targetSystem`. Ids without a counterpart are not in the map.
   */
  find: (query: {
    sourceSystem: System
    ids: readonly string[]
    targetSystem: System
    targetType: string
  }) => Promise<Map<string, { system: System; type: string; id: string }>>
}

/** What every node is given, whatever it does. */
export interface NodeContext<Read> {
  /** Reading half of the connection's client (undefined for kinds without a system). */
  client: Read
  /** The flow's resolved settings. */
  settings: JsonObject
  /** The run's fixed clock. */
  now: Date
  signal: AbortSignal
  links: Links
}

/**
 * What the other system says has happened: in a webhook, or in its list of events. A hint only, for
 * events come late, twice and out of order: the object is fetched again.
 */
export interface ToldEvent {
  /** The event's own id. */
  id: string
  type: string
  /** When it happened by the other system's clock, in Unix seconds; null where it does not say. */
  created: number | null
  /** Type and id of what it is about; the id is empty for what has none, such as a balance. */
  object: string
  objectId: string
  /** The other objects it names: type to id. */
  references: { [type: string]: string }
}

export interface SourceRecord {
  key: string
  record: JsonObject
  facts?: RecordFacts
  /** The event that led to it. */
  event?: ToldEvent
}

/** One page of a source; `next` is null when the source is finished. */
export interface SourcePage {
  records: SourceRecord[]
  next: Json
  /** What was left out already here, and why: kept with the run, so that nothing vanishes. */
  skipped?: { key: string; reason: string }[]
}

export interface SourceContext<Read> extends NodeContext<Read> {
  /** Read what changed since then; null = no limit known (first run: the flow's back-fill start). */
  since: Date | null
  /** Only these records, whatever their date. */
  ids: readonly string[] | null
  /** The source's own clock when the run started: what the cursor will move to. */
  until: Date
  /** Records wanted per page. */
  pageSize: number
}

export interface SourceRunner {
  role: 'source'
  kind: Kind
  /** The source may give a key twice in one run; the engine then keeps the first only. */
  mayRepeat: boolean
  read(config: unknown, context: SourceContext<unknown>, cursor: Json): Promise<SourcePage>
  /**
   * Makes one page of records of what was told by webhook, in the order it came: events of the types
   * that the config listens for, several of them perhaps about one object, which is one record then.
   * Missing where the kind listens for nothing.
   */
  take?(
    config: unknown,
    told: readonly ToldEvent[],
    context: SourceContext<unknown>,
  ): Promise<SourcePage>
}

export interface TransformRunner {
  role: 'transform'
  kind: Kind
  /** One result per item, in the same order. A thrown error fails every item of the batch. */
  run(
    config: unknown,
    items: readonly Item[],
    context: NodeContext<unknown>,
  ): Promise<TransformResult[]>
}

/** One intended write. */
export interface Intent {
  /** What the write stands for within its node; the record's key unless two records share one write. */
  identity: string
  /** Which write of the node: `invoice`, `customer`, `write-back`. */
  role: string
  target: { system: System; type: string }
  /** What is to be written. Its hash decides between `unchanged` and a new write. */
  payload: JsonObject
  /** The record the target is the counterpart of; null when the write makes no pair. */
  link: { system: System; type: string; id: string } | null
  /** Known id of the target when the write goes to an existing record. */
  targetId?: string
  /**
   * What the target is also found by, such as an e-mail address. Of records that claim the same, only
   * one is written at a time, in whatever run: the next one sees what the one before has made.
   */
  claim?: string
}

/** What stands at the destination now. */
export interface Existing {
  id: string
  /** The fields of the payload as they are there, for the dry run's differences. */
  fields?: JsonObject
}

/** One field that a write would change. */
export interface FieldChange {
  field: string
  from: Json
  to: Json
}

export interface Written {
  id: string
  /** False when the destination had it already and was left alone. */
  changed: boolean
  /** What a person should know of it, such as money left unapplied. */
  note?: string
}

/** What the engine adds for one write. */
export interface WriteContext<Write> extends Omit<NodeContext<unknown>, 'client'> {
  client: Write
  /** Made from the effect's identity and the payload's hash; ≤ 255 characters. */
  idempotencyKey: string
}

/**
 * A sink says what it wants to write, can look at what is there, and writes. Only `write` is handed
 * the writing client; in a dry run it is handed one that cannot send (see rehearsal.ts), unless `request`
 * tells what would be sent.
 */
export interface SinkRunner {
  role: 'sink'
  kind: Kind
  intend(config: unknown, item: Item, context: NodeContext<unknown>): Promise<Intent | StepResult>
  /** Finds the target of an intent; null when there is none. Two candidates are a `duplicate` error. */
  look(config: unknown, intent: Intent, context: NodeContext<unknown>): Promise<Existing | null>
  write(
    config: unknown,
    intent: Intent,
    existing: Existing | null,
    context: WriteContext<unknown>,
  ): Promise<Written>
  /** For sinks without a client: what `write` would send. A dry run then does not call `write`. */
  request?(config: unknown, intent: Intent): WriteRequest
  /** The record after the write: the item's record plus the target's id where the config says. */
  settle(config: unknown, item: Item, intent: Intent, id: string): JsonObject
}

export type Runner = SourceRunner | TransformRunner | SinkRunner

/** Joins a source kind to what it does. */
export function source<K extends Kind, Read = undefined>(
  kind: K,
  implementation: {
    mayRepeat?: boolean
    read(config: ConfigOf<K>, context: SourceContext<Read>, cursor: Json): Promise<SourcePage>
    take?(
      config: ConfigOf<K>,
      told: readonly ToldEvent[],
      context: SourceContext<Read>,
    ): Promise<SourcePage>
  },
): SourceRunner {
  // Method syntax on purpose: the engine hands each runner the config and client of its own kind.
  const { read, take } = implementation
  const erased: Omit<SourceRunner, 'role' | 'kind' | 'mayRepeat'> = { read, take }
  return { role: 'source', kind, mayRepeat: implementation.mayRepeat ?? false, ...erased }
}

/** Joins a transform kind to what it does to a batch of records. */
export function transform<K extends Kind, Read = undefined>(
  kind: K,
  implementation: {
    run(
      config: ConfigOf<K>,
      items: readonly Item[],
      context: NodeContext<Read>,
    ): Promise<TransformResult[]>
  },
): TransformRunner {
  return { role: 'transform', kind, ...implementation }
}

/** Joins a sink kind to how it intends, looks and writes. */
export function sink<K extends Kind, Read, Write>(
  kind: K,
  implementation: {
    intend(
      config: ConfigOf<K>,
      item: Item,
      context: NodeContext<Read>,
    ): Promise<Intent | StepResult>
    look(config: ConfigOf<K>, intent: Intent, context: NodeContext<Read>): Promise<Existing | null>
    write(
      config: ConfigOf<K>,
      intent: Intent,
      existing: Existing | null,
      context: WriteContext<Write>,
    ): Promise<Written>
    request?(config: ConfigOf<K>, intent: Intent): WriteRequest
    settle(config: ConfigOf<K>, item: Item, intent: Intent, id: string): JsonObject
  },
): SinkRunner {
  return { role: 'sink', kind, ...implementation }
}
