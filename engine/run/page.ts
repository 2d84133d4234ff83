import type { Outcome } from '#db/schema/runs.ts'
import type { NodeError } from '#nodes/errors.ts'
import type { Exchange } from '#nodes/http/exchanges.ts'
import type { JsonObject } from '#nodes/json.ts'
import type { System } from '#nodes/kind.ts'
import type { WriteRequest } from '#nodes/rehearsal.ts'
import type { FieldChange, RecordFacts } from '#nodes/runner.ts'
import type { Would } from './would.ts'

/** A record of a page, and where on the graph its way begins or goes on. */
export interface PageItem {
  key: string
  record: JsonObject
  /** The node the record arrives at; null = it comes from the source named in `source`. */
  at: string | null
  source: string
  /** For kept output of a node: the port it leaves that by. */
  port?: string
  facts: RecordFacts
  /** Automatic tries so far; 0 for a record just read. */
  tries: number
  /** For a record tried again: the page and position it is listed under in its run. */
  origin: { page: number; position: number } | null
  /** The open error this try may close. */
  errorId: number | null
  /** For a part of a record that was split: the key of the whole. */
  whole: string | null
  /** For a record tried again: the nodes it has been waiting at. */
  waitedAt: readonly string[]
}

/** What one node did with one record. */
export interface StepTrace {
  nodeId: string
  outcome: Outcome
  /** The record as it arrived and as it left; the same object where the node changed nothing. */
  input: JsonObject
  output: JsonObject
  port?: string
  /** Instead of `port`: a copy went out by each. */
  ports?: readonly string[]
  reason?: string
  note?: string
  error?: NodeError
  exchanges: readonly Exchange[]
  /** For sinks: what was or would be written, and in a dry run how that differs. */
  payload?: JsonObject
  changes?: FieldChange[]
  /** In a dry run, for sinks: what would happen, at which record, and by which request. */
  would?: Would
  target?: StepTarget
  request?: WriteRequest
  /** In a test: the output was kept at the node, and nothing was run. */
  pinned?: boolean
  /** In a test: the run whose trace this step was taken from instead of being run again. */
  takenFrom?: number
  /** Epoch ms, and how long the node took for the record's batch, in ms. */
  at: number
  ms: number
}

/** What a sink writes to. In a dry run the id may stand for a record that would be created. */
export interface StepTarget {
  system: System
  type: string
  id: string
  /** It is the counterpart of the record. */
  linked: boolean
}

/** One record's whole way through one attempt at a page. */
export interface RecordResult {
  item: PageItem
  steps: StepTrace[]
  outcome: Outcome
  /** Where the way ended, and why, for records that did not get through. */
  nodeId: string | null
  reason: string | null
  error: NodeError | null
  /** The record as it arrived at the failing node: what a retry goes on with. */
  failedInput: JsonObject | null
  /** Where a retry begins, and with what, when not at that node: it would only fail there again. */
  restart: { nodeId: string; record: JsonObject } | null
  facts: RecordFacts
  targetId: string | null
  /** The nodes where it failed: more than one where it went several ways at once. */
  failedAt: readonly string[]
  /** Leading steps that are told and counted with another record, from which this one was split. */
  inherited: number
}
