import { NodeError } from '../../errors.ts'
import type { JsonObject } from '../../json.ts'
import type { Existing, Intent } from '../../runner.ts'
import type { NetSuiteReader, NetSuiteWriter } from '../client/client.ts'
import { changedFields, presentFields } from '../common/present-fields.ts'
import { applyRest, shownInvoices } from './apply-rest.ts'
import { fromStandInPayload, toStandInPayload, type StandIn } from './payload.ts'

/** The NetSuite record type of all payments of customers. */
export const TYPE = 'customerPayment'

/**
 * Noting at a payment that is there what it stands for, and giving what is left of it to the invoices
 * of the payment, in the name of the payment's one effect.
 */
export function standInIntent(standIn: StandIn, parts: Pick<Intent, 'identity' | 'link'>): Intent {
  const target: Intent['target'] = { system: 'netsuite', type: TYPE }
  const payload = toStandInPayload(standIn)
  // Two that look at once both find the payment free: only one of them can be what it stands for.
  const claim = `stands for ${standIn.id}`
  return { ...parts, role: TYPE, target, targetId: standIn.id, payload, claim }
}

/** The payment with what it says in the fields that it is to get; null when it is not there. */
export async function standInThere(
  intent: Intent,
  id: string,
  client: NetSuiteReader,
  signal: AbortSignal,
): Promise<Existing | null> {
  const record = await client.get(TYPE, { id }, { signal })
  return record && { id, fields: shownFields(intent, record) }
}

function shownFields(intent: Intent, record: JsonObject): JsonObject {
  const { body, currency, applications } = fromStandInPayload(intent.payload)
  const fields = presentFields(body, record)
  return applications.length === 0
    ? fields
    : { ...fields, currency, invoices: shownInvoices(record) }
}

/**
 * Writes what differs to the payment `id`, and applies what is left of it. NodeError `duplicate` when the same payment was booked as
 * another one before: whoever looked for it first may have seen less than is there now.
 */
export async function link(
  intent: Intent,
  id: string,
  existing: Existing | null,
  { client, signal }: { client: NetSuiteWriter; signal: AbortSignal },
): Promise<{ id: string; changed: boolean; note?: string }> {
  if (existing && existing.id !== id)
    await checkGone(intent.identity, existing.id, id, client, signal)
  const record = await client.get(TYPE, { id }, { signal })
  if (!record)
    throw new NodeError({
      class: 'missing',
      code: 'not-found',
      field: 'standsFor',
      message: `NetSuite has no customer payment ${id}. Check that it was not deleted, then retry.`,
    })
  const { body, ...remainder } = fromStandInPayload(intent.payload)
  checkFree(body, record)
  const rest = await applyRest(remainder, record, client, signal)
  const changed = { ...changedFields(body, presentFields(body, record)), ...rest.body }
  if (Object.keys(changed).length === 0) return { id, changed: false }
  await client.update(TYPE, id, changed, { signal })
  return { id, changed: true, ...(rest.note ? { note: rest.note } : {}) }
}

/** Ids of what a payment may stand for in Stripe. */
const STRIPE_ID = /^(pi|ch|py|in|inpay)_/

/** A payment that names another one by now stands for that. */
function checkFree(body: JsonObject, record: JsonObject): void {
  const taken = Object.entries(body).filter(([field]) => STRIPE_ID.test(String(record[field])))
  if (taken.length === 0 || taken.some(([field, value]) => record[field] === value)) return
  const others = taken.map(([field]) => String(record[field])).join(', ')
  throw new NodeError({
    class: 'duplicate',
    code: 'taken',
    field: 'standsFor',
    message: `NetSuite payment ${String(record.tranId ?? record.id)} looked like this one, but it stands for ${others} by now. Run the flow for this payment by its id: then it is booked by itself.`,
  })
}

/** What was booked or linked before may have been deleted since: then the other one takes its place. */
async function checkGone(
  payment: string,
  booked: string,
  id: string,
  client: NetSuiteReader,
  signal: AbortSignal,
): Promise<void> {
  if (!(await client.get(TYPE, { id: booked }, { signal }))) return
  throw new NodeError({
    class: 'duplicate',
    code: 'several-found',
    field: 'standsFor',
    message: `The payment ${payment} is booked as NetSuite payment ${booked}, and payment ${id} stands for it too. Void the one that is too many, then retry.`,
  })
}
