import { hash } from 'node:crypto'
import stringify from 'safe-stable-stringify'
import type { JsonObject } from '#nodes/json.ts'
import type { Intent } from '#nodes/runner.ts'

/** An intent with the hash that decides whether it still has to be written. */
export interface Effect {
  /** Of the called flow whose node writes; null = the run's own flow. */
  lineage: string | null
  nodeId: string
  intent: Intent
  payloadHash: string
}

/**
 * What the ledger says about an effect when it is to be reserved:
 * - `write`: it is ours to write; `targetId` is known when something was written before.
 * - `reconcile`: an earlier attempt reserved it and never confirmed; look before writing.
 * - `unchanged`: confirmed with the same payload; no call at all.
 * - `busy`: another page is writing it at this moment.
 */
export type Reservation =
  | { state: 'write'; targetId: string | null }
  | { state: 'reconcile'; targetId: string | null; sameHash: boolean }
  | { state: 'unchanged'; targetId: string }
  | { state: 'busy' }

/** The ledger as the executor sees it; one instance per attempt at a page. */
export interface EffectLedger {
  /** Reserves many effects at once; one answer each, in order. Identities must be distinct. */
  reserve: (effects: readonly Effect[]) => Promise<Reservation[]>
  /** What is known, without reserving: for dry runs. */
  peek: (effects: readonly Effect[]) => Promise<Reservation[]>
  confirm: (written: readonly { effect: Effect; targetId: string }[]) => Promise<void>
  /** Takes back reservations whose write was surely refused. */
  release: (refused: readonly Effect[]) => Promise<void>
  /** The key that lets the destination itself recognise a repetition; ≤ 255 characters. */
  idempotencyKey: (effect: Effect) => string
}

/** SHA-256 over the payload in canonical JSON (keys sorted, RFC 8785 style), as hex. */
export function hashPayload(payload: JsonObject): string {
  return hash('sha256', stringify(payload) ?? '', 'hex')
}
