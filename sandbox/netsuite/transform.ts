import { z } from 'zod'
import { invalidParameter } from './errors.ts'
import type { RecordType } from './record-types.ts'
import type { StoredRecord } from './store.ts'

/**
 * The body of the record that `POST …/invoice/{id}/!transform/{target}` makes: what the invoice says,
 * with the fields that were sent laid over it. It settles the invoice as far as that is still open.
 */
export function transformBody(
  source: StoredRecord,
  target: RecordType,
  overrides: unknown,
): Record<string, unknown> {
  const { fields, id } = source
  const apply = { items: [{ doc: { id }, apply: true }] }
  const common = { currency: fields.currency, subsidiary: fields.subsidiary }
  const sent = overridesSchema.parse(overrides)
  if (source.type === 'invoice' && target.name === 'customerPayment') {
    return { customer: fields.entity, ...common, payment: fields.amountRemaining, apply, ...sent }
  }
  if (source.type === 'invoice' && target.name === 'creditMemo') {
    const items = (source.sublists.item ?? []).map((line) =>
      Object.fromEntries(COPIED.flatMap((name) => (name in line ? [[name, line[name]]] : []))),
    )
    return {
      entity: fields.entity,
      ...common,
      exchangeRate: fields.exchangeRate,
      createdFrom: id,
      ...(fields.discountItem === undefined
        ? {}
        : { discountItem: fields.discountItem, discountRate: fields.discountRate }),
      item: { items },
      ...(fields.amountRemaining === 0 ? {} : { apply }),
      ...sent,
    }
  }
  throw invalidParameter(
    `The record type '${source.type}' cannot be transformed to '${target.name}'.`,
    'transform',
  )
}

const overridesSchema = z.record(z.string(), z.unknown())

/** What a credit memo takes over from a line of its invoice. */
const COPIED = [
  'item',
  'description',
  'quantity',
  'rate',
  'amount',
  'department',
  'class',
  'location',
]
