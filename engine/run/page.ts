import type { Outcome } from '#db/schema/runs.ts'
import type { NodeError } from '#nodes/errors.ts'
import type { Exchange } from '#nodes/http/exchanges.ts'
import type { JsonObject } from '#nodes/json.ts'
import type { FieldChange, RecordFacts } from '#nodes/runner.ts'

/** A record of a page, and where on the graph its way begins or goes on. */
export interface PageItem {
  key: string
  record: JsonObject
  /** The node the record arrives at; null = it comes from the source named in `source`. */
  at: string | null
  source: string
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
  reason?: string
  note?: string
  error?: NodeError
  exchanges: readonly Exchange[]
  /** For sinks: what was or would be written, and in a dry run how that differs. */
  payload?: JsonObject
  changes?: FieldChange[]
  /** Epoch ms, and how long the node took for the record's batch, in ms. */
  at: number
  ms: number
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
