import type { Fields } from './fields.ts'
import type { Exchange } from './http/exchanges.ts'
import type { JsonObject } from './json.ts'
import type { Permission, System } from './kind.ts'

/** How one system is reached. Safe in a browser; the client itself is opened by connections.ts. */
export interface ConnectionType {
  system: System
  title: string
  /** Shown and stored in clear: account id, address, limits. */
  fields: Fields
  /** Sealed at rest, never sent to a browser. */
  secretFields: Fields
}

/** Lets a request through when a slot of the connection is free; holds across all workers. */
export interface Gate {
  /** Runs `work` inside a slot. The signal aborts when the slot is lost or the run is cancelled. */
  pass<T>(work: (signal: AbortSignal) => Promise<T>, options?: { signal?: AbortSignal }): Promise<T>
  /** The other system said "too many": slow down for the given milliseconds. */
  slowDown(ms: number): void
}

/** An opened connection: reading and writing apart, so that a dry run can be given no way to write. */
export interface Client<Read, Write> {
  read: Read
  write: Write
  /**
   * Builds the same requests as `write`, and throws them (Rehearsed) instead of sending: what a dry run
   * shows.
   */
  rehearse: Write
  /**
   * The other system's own time, so that nothing depends on this machine's clock; with `keptMs`, what
   * was heard of it that recently is good enough, else it is asked.
   */
  now?(signal: AbortSignal, options?: { keptMs?: number }): Promise<Date>
  close(): Promise<void>
}

/** What a connection's client is made from. */
export interface OpenConnection {
  config: JsonObject
  secret: JsonObject
  gate: Gate
  /** Told of every request and its answer, secrets masked: for the exchange log and the use over time. */
  onExchange?: (exchange: Exchange) => void
}

/** One line of a connection's test: what was tried, whether it works, and how to mend it. */
export interface ConnectionCheck {
  name: string
  ok: boolean
  message: string
}

/** One entry of a picker: something of the connected account. */
export interface Choice {
  id: string
  label: string
  /** A second line, such as an account's number or an item's type. */
  detail?: string
}

/** One field of a record type in the connected account, for pickers and checks of mappings. */
export interface RecordField {
  /** Name as it is written, such as `tranDate` or `custbody_stripe_invoice_id`. */
  id: string
  label: string
  type:
    | 'text'
    | 'number'
    | 'boolean'
    | 'date'
    | 'datetime'
    | 'reference'
    | 'choice'
    | 'object'
    | 'lines'
  required: boolean
  readOnly: boolean
  /** Added by the account's own administrator. */
  custom: boolean
  maxLength?: number
  /** For references: the record type they point to. */
  to?: string
  /** For choices: what may be written. */
  choices?: Choice[]
  /** For objects and lines: what is inside. */
  fields?: RecordField[]
}

/** What to choose from in a picker, such as the account's items. */
export interface ChoiceQuery {
  /** The part of a picker's list after the colon: `item` of `netsuite:item`. */
  list: string
  /** Words of the label or the id; empty = the first ones. */
  search: string
  limit: number
  signal: AbortSignal
}

/** A webhook endpoint of ours that the other system calls. */
export interface WebhookEndpoint {
  endpointId: string
  /** Signs the deliveries; given once. */
  secret: string
}

/** What connections.ts registers per system. Every call may throw NodeError. */
export interface Connector {
  type: ConnectionType
  open(connection: OpenConnection): Client<unknown, unknown>
  /** Requests per second that all together may make where the connection does not say; null = any. */
  budget?(connection: Pick<OpenConnection, 'config' | 'secret'>): number | null
  /** Says what works and what does not; `needs` is what the enabled flows ask for. */
  test(connection: OpenConnection, needs: readonly Permission[]): Promise<ConnectionCheck[]>
  /** The cheapest signed-in call; throws the NodeError that keeps the connection from working. */
  probe(connection: OpenConnection, signal: AbortSignal): Promise<void>
  choices(connection: OpenConnection, query: ChoiceQuery): Promise<Choice[]>
  fields(
    connection: OpenConnection,
    recordType: string,
    signal: AbortSignal,
  ): Promise<RecordField[]>
  /** Where the system can call us: registers the one endpoint of the account, or removes it. */
  webhook?: {
    register(
      connection: OpenConnection,
      endpoint: { url: string; events: readonly string[]; signal: AbortSignal },
    ): Promise<WebhookEndpoint>
    remove(connection: OpenConnection, endpointId: string, signal: AbortSignal): Promise<void>
  }
}
