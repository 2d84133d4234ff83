import { NodeError } from '../../errors.ts'
import type { Evaluate } from '../../fields.ts'
import type { JsonObject } from '../../json.ts'
import type { Existing, Intent, Item, NodeContext, WriteContext, Written } from '../../runner.ts'
import type { StripeReader, StripeRecord, StripeWrite, StripeWriter } from '../client/client.ts'
import { hasMetadata, idFrom, metadataFrom, metadataOf, refused, targetOf } from './sink-values.ts'

/*
 * What all actions on an invoice share. An action is a wanted state, never an order: the intent says
 * { status: 'void' }, looking reads the present state, and writing does nothing when it is so already.
 */

/** What the form of every action has. */
interface ActionConfig {
  id: Evaluate
  metadata: readonly { key: string; value: Evaluate }[]
}

/** One attempt at an action, past the reading of the invoice. */
export interface ActionStep {
  client: StripeWriter
  /** Options for one call; the name tells the calls of one action apart. */
  write: (call: string, done?: StripeWrite['done']) => StripeWrite
  /** Notes the metadata, once: to be called when nothing stands in the way of the action any more. */
  note: () => Promise<void>
  signal: AbortSignal
}

/** Intends that the invoice ends in a state, with metadata noted on it. */
export async function intendState(
  config: ActionConfig,
  item: Item,
  wanted: { role: string; state: JsonObject },
): Promise<Intent> {
  const metadata = await metadataFrom(config.metadata, item)
  return {
    identity: item.key,
    role: wanted.role,
    target: { system: 'stripe', type: 'invoice' },
    targetId: await idFrom(config.id, item, 'id', 'invoice'),
    payload: { ...wanted.state, ...(Object.keys(metadata).length > 0 ? { metadata } : {}) },
    link: null,
  }
}

/**
 * The present state of the invoice, in the shape of the intent's payload. Throws what writing would
 * throw, so that a dry run shows it: NodeError `missing` when it is gone, and what `check` throws.
 */
export async function lookState(
  intent: Intent,
  context: NodeContext<StripeReader>,
  how: {
    stateOf?: (invoice: StripeRecord) => JsonObject
    check?: (invoice: StripeRecord) => void
  } = {},
): Promise<Existing> {
  const { stateOf = ({ status }) => ({ status: status ?? null }), check = () => {} } = how
  const id = targetOf(intent)
  const invoice = await liveInvoice(context.client, id, context.signal)
  if (!invoice) throw noInvoice(id)
  check(invoice)
  const there = metadataOf(invoice)
  const noted = Object.keys(metadataOf(intent.payload)).map((key) => [key, there[key] ?? ''])
  const fields = {
    ...stateOf(invoice),
    ...(noted.length > 0 ? { metadata: Object.fromEntries(noted) } : {}),
  }
  return { id: invoice.id, fields }
}

/**
 * Carries an action out on the invoice as it stands now. `act` notes the metadata itself before it
 * changes anything, and gives false when the invoice was in the wanted state already.
 */
export async function writeState(
  intent: Intent,
  context: WriteContext<StripeWriter>,
  act: (invoice: StripeRecord, step: ActionStep) => Promise<boolean>,
): Promise<Written> {
  const { client, signal, idempotencyKey } = context
  const id = targetOf(intent)
  const invoice = await liveInvoice(client, id, signal)
  if (!invoice) throw noInvoice(id)
  const metadata = metadataOf(intent.payload)
  const write: ActionStep['write'] = (call, done) => ({
    idempotencyKey: `${idempotencyKey}-${call}`,
    signal,
    ...(done ? { done } : {}),
  })
  const toNote = !hasMetadata(invoice, metadata)
  let noted = false
  const note = async () => {
    if (toNote && !noted) await client.updateMetadata('invoice', id, metadata, write('note'))
    noted = true
  }
  const acted = await act(invoice, { client, write, note, signal })
  if (!acted) await note()
  return { id, changed: acted || toNote }
}

/** The invoice as it stands now; null when there is none or it was deleted. */
export async function liveInvoice(
  client: Pick<StripeReader, 'get'>,
  id: string,
  signal: AbortSignal,
): Promise<StripeRecord | null> {
  const invoice = await client.get('invoice', id, { signal })
  return invoice && invoice.deleted !== true ? invoice : null
}

/** Looks whether the invoice has left a status, for writes whose old fault Stripe only repeats. */
export function hasLeft(step: ActionStep, invoice: StripeRecord): StripeWrite['done'] {
  return async () => {
    const now = await liveInvoice(step.client, invoice.id, step.signal)
    return now && now.status !== invoice.status ? now : null
  }
}

/** An invoice that cannot be brought into the wanted state; says what to do instead. */
export function wrongState(invoice: StripeRecord, sentence: string): NodeError {
  const name = typeof invoice.number === 'string' ? invoice.number : invoice.id
  const status = String(invoice.status)
  return refused(
    'id',
    `The Stripe invoice ${name} is ${status === 'void' ? 'voided' : status}: ${sentence}`,
    `invoice-${status}`,
  )
}

function noInvoice(id: string): NodeError {
  return new NodeError({
    class: 'missing',
    code: 'not-found',
    message: `Stripe has no invoice ${id}. It may have been a draft that was deleted, or the connection is of another account.`,
  })
}
