import { isJsonObject, type Json, type JsonObject } from '#nodes/json.ts'
import { netSuiteCounterpart, stripeCounterpart } from './counterparts.ts'
import type { NetSuiteAccount } from './netsuite-account.ts'
import { listNetSuite, STRIPE_FIELDS, textOf } from './netsuite-lists.ts'
import type { NetSuiteList, RecordAction, SandboxLine, SandboxRecord } from './rows.ts'

/** One record of the NetSuite stand-in with its lines, and what can be done with it. */
export async function netSuiteRecord(
  account: NetSuiteAccount,
  list: NetSuiteList,
  id: string,
): Promise<SandboxRecord> {
  const record = await account.get(list, id)
  const customer = record.entity ?? record.customer
  const [related, symbol] = await Promise.all([
    list === 'customer' ? invoicesOf(account, record) : [],
    currencySymbol(account, record.currency),
  ])
  const state = refName(record.status) || textOf(record.status)
  const stripe = STRIPE_FIELDS[list].flatMap(
    (field) => stripeCounterpart(textOf(record[field])) ?? [],
  )
  return {
    id,
    name: textOf(record.tranId) || textOf(record.entityId) || id,
    about: refName(customer) || textOf(record.email),
    state,
    amount: list === 'customer' ? null : textOf(record.total) || textOf(record.payment) || null,
    currency: symbol,
    at: textOf(record.tranDate) || textOf(record.dateCreated) || null,
    counterpart: stripe[0] ?? null,
    counterparts: stripe,
    facts: factsOf(record),
    lines: [...itemLines(record), ...applyLines(record)],
    related: [
      ...(isReference(customer)
        ? [
            {
              list: 'customer' as const,
              id: textOf(customer.id),
              name: refName(customer),
              what: 'Customer',
            },
          ]
        : []),
      ...related,
    ],
    hostedUrl: textOf(record.custbody_stripe_hosted_url) || null,
    actions: actionsOf(list, state),
  }
}

function actionsOf(list: NetSuiteList, state: string): RecordAction[] {
  if (state === 'Voided') return []
  return list === 'customer' ? ['edit'] : ['edit', 'void']
}

/** The facts an accountant looks for first, in the order of NetSuite's forms. */
const FACTS: readonly [field: string, label: string][] = [
  ['companyName', 'Company'],
  ['email', 'E-mail'],
  ['phone', 'Phone'],
  ['subsidiary', 'Subsidiary'],
  ['externalId', 'External id'],
  ['dueDate', 'Due'],
  ['terms', 'Terms'],
  ['amountPaid', 'Paid'],
  ['amountRemaining', 'Remaining'],
  ['applied', 'Applied'],
  ['unapplied', 'Unapplied'],
  ['balance', 'Balance'],
  ['paymentOption', 'Payment option'],
  ['account', 'Account'],
  ['arAcct', 'A/R account'],
  ['memo', 'Memo'],
  ['otherRefNum', 'PO number'],
]

function factsOf(record: JsonObject): SandboxRecord['facts'] {
  const known = FACTS.flatMap(([field, label]) => fact(label, record[field]))
  const custom = Object.keys(record)
    .filter((field) => /^cust(body|entity)_/.test(field))
    .flatMap((field) => fact(field, record[field]))
  return [...known, ...custom]
}

function fact(label: string, value: Json | undefined): SandboxRecord['facts'] {
  const text = typeof value === 'boolean' ? (value ? 'Yes' : '') : refName(value) || textOf(value)
  return text === '' ? [] : [{ label, value: text }]
}

function itemLines(record: JsonObject): SandboxLine[] {
  return linesOf(record.item).map((line) => ({
    text: textOf(line.description) || refName(line.item),
    quantity: textOf(line.quantity) || null,
    amount: textOf(line.amount) || null,
    to: null,
  }))
}

/** What a payment, credit memo or refund settles. */
function applyLines(record: JsonObject): SandboxLine[] {
  return linesOf(record.apply)
    .filter((line) => line.apply === true)
    .map((line) => {
      const id = isReference(line.doc) ? textOf(line.doc.id) : textOf(line.doc)
      const type = textOf(line.type).replaceAll(' ', '')
      const to = netSuiteCounterpart(APPLIED_TYPES[type] ?? type, id)
      return {
        text: `Applied to ${textOf(line.type).toLowerCase()} ${textOf(line.refNum) || id}`,
        quantity: null,
        amount: textOf(line.amount) || null,
        to: to && { list: to.list, id },
      }
    })
}

/** The forms name some record types otherwise than the record service. */
const APPLIED_TYPES: Record<string, string | undefined> = { Payment: 'customerPayment' }

function linesOf(sublist: Json | undefined): JsonObject[] {
  const items = isReference(sublist) ? sublist.items : undefined
  return Array.isArray(items) ? items.filter(isJsonObject) : []
}

async function invoicesOf(
  account: NetSuiteAccount,
  customer: JsonObject,
): Promise<SandboxRecord['related']> {
  const query = { search: textOf(customer.entityId), after: null, limit: 20 }
  const { rows } = await listNetSuite(account, 'invoice', query)
  return rows.map(({ id, name }) => ({ list: 'invoice', id, name, what: 'Invoice' }))
}

async function currencySymbol(
  account: NetSuiteAccount,
  currency: Json | undefined,
): Promise<string | null> {
  if (!isReference(currency)) return null
  const sql = 'SELECT symbol FROM currency WHERE id = ?'
  const { rows } = await account.query(sql, [textOf(currency.id)], { limit: 1, offset: 0 })
  return textOf(rows[0]?.symbol) || null
}

function isReference(value: Json | undefined): value is JsonObject {
  return value !== undefined && isJsonObject(value)
}

function refName(value: Json | undefined): string {
  return isReference(value) ? textOf(value.refName) : ''
}
