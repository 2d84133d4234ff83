import { toNodeError } from '#nodes/errors.ts'
import type { JsonObject } from '#nodes/json.ts'
import { Rehearsed, type WriteRequest } from '#nodes/rehearsal.ts'
import type { Existing, FieldChange, Intent, NodeContext, SinkRunner } from '#nodes/runner.ts'
import stringify from 'safe-stable-stringify'
import type { RunnerConfig } from '../compile/config.ts'
import { fieldChanges } from './changes.ts'
import type { Reservation } from './effects.ts'
import type { Would } from './would.ts'

/** What a write would do, found out by looking only. */
export interface Previewed {
  /** Of the record that is there, or a stand-in for the one that would be created. */
  id: string
  would: Exclude<Would, 'fail'>
  changes: FieldChange[]
  /** What would be sent first; absent where nothing would, or where it depends on what is not there yet. */
  request?: WriteRequest
  note?: string
}

/** A sink as a dry run sees it. */
export interface PreviewedSink {
  runner: SinkRunner
  config: RunnerConfig
  context: NodeContext<unknown>
  /** A writing client that cannot send; undefined for sinks without a system. */
  rehearsing: unknown
}

/** Writes that earlier records of the page would make, by effect: what comes after them finds them done. */
export type Made = Map<string, { id: string; payload: JsonObject }>

/**
 * Says what a write would do: looks at the destination, compares, and rehearses the write up to the
 * request that would be sent. Throws the NodeError with which the write would be refused, as far as that
 * can be known without sending.
 */
export async function preview(
  sink: PreviewedSink,
  write: { intent: Intent; reservation: Reservation | undefined; key: string },
  made: Made,
): Promise<Previewed> {
  const { intent, reservation } = write
  if (reservation?.state === 'unchanged') {
    return { id: reservation.targetId, would: 'none', changes: [] }
  }
  const earlier = made.get(effectKey(intent))
  if (earlier) return afterEarlier(intent, earlier)
  const existing = await present(sink, intent, reservation)
  const changes = fieldChanges(existing?.fields ?? {}, intent.payload)
  const id = existing?.id ?? `${PLACEHOLDER}${intent.target.type})`
  if (existing && changes.length === 0) return { id, would: 'none', changes }
  const rehearsed = await rehearse(sink, write, existing)
  made.set(effectKey(intent), { id, payload: intent.payload })
  if (existing && rehearsed === 'nothing') return { id, would: 'none', changes: [] }
  const request = rehearsed === 'nothing' || rehearsed === null ? {} : { request: rehearsed }
  return { id, would: existing ? 'update' : 'create', changes, ...request }
}

/** Stands in a dry run for the id of a record that would be created. */
const PLACEHOLDER = '(new '

/** The record would be created by an earlier step: there is nothing to look at yet. */
function isPlaceholder(id: string | undefined): id is string {
  return id?.startsWith(PLACEHOLDER) ?? false
}

async function present(
  { runner, config, context }: PreviewedSink,
  intent: Intent,
  reservation: Reservation | undefined,
): Promise<Existing | null> {
  if (isPlaceholder(intent.targetId)) return { id: intent.targetId }
  const found = await runner.look(config, intent, context)
  if (found) return found
  // Written before, though the look does not find it: the write would go to that record all the same.
  const known = reservation && 'targetId' in reservation ? reservation.targetId : null
  return known === null ? null : { id: known }
}

/** A record before this one, such as another invoice of the same new customer, would have written it. */
function afterEarlier(intent: Intent, earlier: { id: string; payload: JsonObject }): Previewed {
  const changes = fieldChanges(earlier.payload, intent.payload)
  const note = 'Written by another record of this test before.'
  return { id: earlier.id, would: changes.length > 0 ? 'update' : 'none', changes, note }
}

/** The request that would be sent first; `nothing` when none would be; null when that cannot be said. */
async function rehearse(
  { runner, config, context, rehearsing }: PreviewedSink,
  { intent, key }: { intent: Intent; key: string },
  existing: Existing | null,
): Promise<WriteRequest | 'nothing' | null> {
  if (runner.request) return runner.request(config, intent)
  if (rehearsing === undefined) return null
  const { client: _reading, ...rest } = context
  try {
    const write = { ...rest, client: rehearsing, idempotencyKey: key }
    const written = await runner.write(config, intent, existing, write)
    return written.changed ? null : 'nothing'
  } catch (thrown) {
    if (thrown instanceof Rehearsed) return thrown.request
    context.signal.throwIfAborted()
    const error = toNodeError(thrown)
    // What an earlier step would only create cannot be asked for yet.
    if (dependsOnNew(intent) || isPlaceholder(existing?.id)) return null
    if (error.class === 'internal') return null
    throw error
  }
}

function dependsOnNew({ payload, targetId }: Intent): boolean {
  return isPlaceholder(targetId) || (stringify(payload) ?? '').includes(PLACEHOLDER)
}

function effectKey({ identity, role, target }: Intent): string {
  return [target.system, role, identity].join('\n')
}
