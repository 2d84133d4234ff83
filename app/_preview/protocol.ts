import type { Json, JsonObject } from '#nodes/json.ts'

/** What one expression gives on one record. */
export type PreviewResult =
  | { ok: true; value: Json | undefined }
  | { ok: false; message: string; code: string | null; position: number | null }

export interface PreviewRecord {
  key: string
  record: JsonObject
}

/** Expressions to be evaluated, each on each record. */
export interface PreviewRequest {
  texts: readonly string[]
  records: readonly PreviewRecord[]
  settings: JsonObject
}

/** What the page tells the worker. Records are sent once and then named by their number. */
export type ToWorker =
  | { type: 'records'; add: { id: number; record: JsonObject }[]; drop: number[] }
  | {
      type: 'evaluate'
      job: number
      texts: readonly string[]
      records: { id: number; key: string }[]
      settings: JsonObject
      /** What `$now()` shows, in milliseconds since 1970. */
      nowMs: number
    }
  | { type: 'cancel'; job: number }

/** What the worker answers: first that it has begun, then one list of results for each text. */
export type FromWorker =
  | { type: 'ready' }
  /** It is at work on a text: a sign of life. */
  | { type: 'working'; job: number; text: number }
  | { type: 'results'; job: number; text: number; results: PreviewResult[] }
  /** It has nothing more to do for the job, also because that was cancelled. */
  | { type: 'done'; job: number }
