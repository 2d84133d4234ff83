import { z } from 'zod'
import { invalidContent, invalidParameter } from '../errors.ts'
import type { RecordType } from './record-types.ts'
import type { FieldValues, StoredRecord } from './store.ts'

/**
 * The body of the record that `POST …/{type}/{id}/!transform/{target}` makes: what the source says,
 * with the fields that were sent laid over it. Lines are merged as in an edit: by `line` or `doc`, and
 * wholly replaced where `?replace=` names the sublist. An invoice is settled as far as it is open.
 */
export function transformBody(
  source: StoredRecord,
  target: RecordType,
  overrides: unknown,
  replace: ReadonlySet<string>,
): Record<string, unknown> {
  const initial = INITIAL[`${source.type} ${target.name}`]?.(source)
  if (!initial) {
    throw invalidParameter(
      `The record type '${source.type}' cannot be transformed to '${target.name}'.`,
      'transform',
    )
  }
  const sent = bodySchema.safeParse(overrides)
  if (!sent.success) throw invalidContent('The request body must be a JSON object.')
  const body: Record<string, unknown> = { ...initial }
  for (const [name, value] of Object.entries(sent.data)) {
    const known = Object.keys(initial).find((one) => one.toLowerCase() === name.toLowerCase())
    const key = KEYS[known ?? '']
    const before = sublistSchema.safeParse(known === undefined ? null : initial[known])
    const after = sublistSchema.safeParse(value)
    if (known !== undefined && key !== undefined && before.success && after.success) {
      const whole = replace.has(known.toLowerCase())
      body[known] = {
        items: whole ? after.data.items : mergedLines(key, before.data.items, after.data.items),
      }
    } else body[known ?? name] = value
  }
  return body
}

type Line = Record<string, unknown>

/** The field that names a line of a sublist. */
const KEYS: Record<string, string> = { item: 'line', apply: 'doc' }

function mergedLines(key: string, before: Line[], after: Line[]): Line[] {
  const keyOf = (line: Line) => {
    const value = referenceSchema.safeParse(line[key])
    return value.success ? String(value.data) : null
  }
  const changed = before.map((line) => {
    const change = after.find((one) => keyOf(one) !== null && keyOf(one) === keyOf(line))
    if (!change) return line
    // A new quantity or rate makes the amount anew.
    const isStale = change.amount === undefined && ('quantity' in change || 'rate' in change)
    const { amount: _amount, ...rest } = line
    return { ...(isStale ? rest : line), ...change }
  })
  const known = new Set(before.map(keyOf))
  return [...changed, ...after.filter((line) => keyOf(line) === null || !known.has(keyOf(line)))]
}

const bodySchema = z.record(z.string(), z.unknown())
const sublistSchema = z.object({ items: z.array(bodySchema) })
const referenceSchema = z.union([
  z.string(),
  z.number(),
  z.looseObject({ id: z.union([z.string(), z.number()]) }).transform(({ id }) => id),
])

/** What each possible transformation starts from. */
const INITIAL: Record<string, (source: StoredRecord) => Record<string, unknown>> = {
  'invoice customerPayment': ({ id, fields }) => ({
    customer: fields.entity,
    ...shared(fields),
    payment: fields.amountRemaining,
    apply: { items: [{ doc: { id }, apply: true }] },
  }),
  'invoice creditMemo': ({ id, fields, sublists }) => ({
    entity: fields.entity,
    ...shared(fields),
    exchangeRate: fields.exchangeRate,
    createdFrom: id,
    ...(fields.discountItem === undefined
      ? {}
      : { discountItem: fields.discountItem, discountRate: fields.discountRate }),
    item: { items: (sublists.item ?? []).map(copiedLine) },
    ...(fields.amountRemaining === 0 ? {} : { apply: { items: [{ doc: { id }, apply: true }] } }),
  }),
  'customer invoice': ({ id, fields }) => ({ entity: id, ...shared(fields) }),
  'customer customerPayment': ({ id, fields }) => ({ customer: id, ...shared(fields) }),
}

const shared = ({ currency, subsidiary }: FieldValues) => ({
  currency,
  ...(subsidiary === undefined ? {} : { subsidiary }),
})

/** What a credit memo takes over from a line of its invoice. */
const copiedLine = (line: FieldValues): FieldValues =>
  Object.fromEntries(
    Object.entries(line).filter(([name]) => COPIED.has(name) || name.startsWith('custcol_')),
  )

const COPIED: ReadonlySet<string> = new Set([
  'line',
  'item',
  'description',
  'quantity',
  'rate',
  'amount',
  'taxCode',
  'taxRate1',
  'tax1Amt',
  'department',
  'class',
  'location',
])
