import type { Fields } from './fields.ts'
import type { JsonObject } from './json.ts'
import type { System } from './kind.ts'

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
  close(): Promise<void>
}

/** What a connection's client is made from. */
export interface OpenConnection {
  config: JsonObject
  secret: JsonObject
  gate: Gate
}

/** One line of a connection's test: what was tried, whether it works, and how to mend it. */
export interface ConnectionCheck {
  name: string
  ok: boolean
  message: string
}

/** What connections.ts registers per system. */
export interface Connector {
  type: ConnectionType
  open(connection: OpenConnection): Client<unknown, unknown>
  test(connection: OpenConnection): Promise<ConnectionCheck[]>
}
