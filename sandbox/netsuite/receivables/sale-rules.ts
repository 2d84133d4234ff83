import { Big } from 'big.js'
import { applyTo } from './applications.ts'
import { addressText, defaultAddress } from '../records/customer-rules.ts'
import { invalidFieldValue, missingValue, userError } from '../errors.ts'
import { decimal, rounded, sum } from './money.ts'
import { checkPeriodOpen } from './period-rules.ts'
import { settle, settleCredit, settledAmount } from './receivables.ts'
import type { SetupIndex } from '../records/setup-records.ts'
import type { FieldValues, StoredRecord } from '../records/store.ts'
import { amountOfGross, completeTax } from './tax-rules.ts'
import { completeHeader } from './transaction-rules.ts'
import type { Rule, WriteContext } from '../records/write-context.ts'

/** Completes an invoice: lines, totals, due date and what is still to be paid. */
export const completeInvoice: Rule = async (invoice, context) => {
  const { fields } = invoice
  const { precision, customer } = completeHeader(invoice, context, 'entity')
  completeLines(invoice, context, precision)
  completeTotals(invoice, precision)
  const paid = context.existing ? await settledAmount(context.tx, invoice.id) : new Big(0)
  if (paid.gt(decimal(fields.total))) {
    throw userError('The total of an invoice cannot be less than the amount paid on it.', 'item')
  }
  for (const [name, label] of FIXED_BY_PAYMENT) {
    if (paid.gt(0) && context.existing?.fields[name] !== fields[name]) {
      throw userError(`You cannot change the ${label} of an invoice that has payments.`, name)
    }
  }
  settle(invoice, paid)
  completeDueDate(invoice, context, customer)
  fields.approvalStatus ??= '2'
  fields.account ??= receivableAccount(context)
  checkPeriodOpen(invoice, context)
  fields.tranId ??= await context.sequences.number('invoice')
  fields.transactionNumber ??= `CUSTINVC${invoice.id}`
  completeAddresses(invoice, customer)
  invoice.name = `Invoice #${String(fields.tranId)}`
}

const FIXED_BY_PAYMENT = [
  ['entity', 'customer'],
  ['currency', 'currency'],
] as const

/** Completes a credit memo: lines, totals and the invoices it settles. */
export const completeCreditMemo: Rule = async (memo, context) => {
  const { fields } = memo
  const { precision, customer } = completeHeader(memo, context, 'entity')
  completeLines(memo, context, precision)
  completeTotals(memo, precision)
  fields.account ??= receivableAccount(context)
  checkPeriodOpen(memo, context)
  fields.tranId ??= await context.sequences.number('creditMemo')
  fields.transactionNumber ??= `CUSTCRED${memo.id}`
  completeAddresses(memo, customer)
  const refunded = context.existing ? await settledAmount(context.tx, memo.id) : new Big(0)
  const applied = await applyTo(memo, context, decimal(fields.total).minus(refunded))
  settleCredit(memo, applied.plus(refunded))
  memo.name = `Credit Memo #${String(fields.tranId)}`
}

/** The account that open invoices stand on. */
export function receivableAccount({ setup }: WriteContext): string {
  const account = setup.all('account').find(({ fields }) => fields.acctType === 'AcctRec')
  return account?.id ?? '1'
}

function completeLines(record: StoredRecord, context: WriteContext, precision: number): void {
  const lines = record.sublists.item ?? []
  if (lines.length === 0) {
    throw userError('You must enter at least one line item for this transaction.', 'item')
  }
  const numbers = new Set<number>()
  let highest = Math.max(0, ...lines.map(({ line }) => Number(line ?? 0)))
  lines.forEach((line, index) => {
    const path = `item.items[${index}]`
    if (!line.item) throw missingValue('Item', `${path}.item`)
    const item = context.setup.byId('item', String(line.item))
    if (!item) throw invalidFieldValue(line.item, 'item', `${path}.item`)
    if (typeof line.line !== 'number' || line.line < 1 || numbers.has(line.line)) {
      line.line = highest += 1
    }
    numbers.add(line.line)
    line.itemType = String(item.fields.itemType)
    line.lineUniqueKey ??= Number(record.id) * 1000 + line.line
    line.isTaxable ??= false
    if (item.fields.description !== undefined) line.description ??= item.fields.description
    completeAmount(line, item, path, { setup: context.setup, precision })
    completeTax(line, context.setup, precision)
  })
  record.sublists.item = lines
}

/** An amount that was sent stands; otherwise it is quantity × rate. */
function completeAmount(
  line: FieldValues,
  item: StoredRecord,
  path: string,
  { setup, precision }: { setup: SetupIndex; precision: number },
): void {
  if (item.type !== 'discountItem') line.quantity ??= 1
  const quantity = line.quantity === undefined ? new Big(1) : decimal(line.quantity)
  if (line.amount === undefined && line.rate === undefined) {
    const net = amountOfGross(line, setup)
    if (net) line.amount = rounded(net, precision)
  }
  if (line.amount === undefined) {
    line.rate ??= item.fields.rate ?? missing(path)
    line.amount = rounded(quantity.times(decimal(line.rate)), precision)
    return
  }
  line.amount = rounded(decimal(line.amount), precision)
  if (line.rate === undefined && !quantity.eq(0)) {
    line.rate = rounded(decimal(line.amount).div(quantity), 8)
  }
}

function missing(path: string): never {
  throw missingValue('Amount', `${path}.amount`)
}

function completeTotals(record: StoredRecord, precision: number): void {
  const { fields } = record
  const subtotal = sum((record.sublists.item ?? []).map(({ amount }) => decimal(amount)))
  const discount = fields.discountItem ? decimal(fields.discountRate) : new Big(0)
  const tax = sum((record.sublists.item ?? []).map(({ tax1Amt }) => decimal(tax1Amt)))
  const total = subtotal.plus(discount).plus(tax)
  if (total.lt(0)) throw userError('The total of a transaction cannot be negative.', 'item')
  fields.subtotal = rounded(subtotal, precision)
  fields.discountTotal = rounded(discount, precision)
  fields.taxTotal = rounded(tax, precision)
  fields.total = rounded(total, precision)
}

function completeDueDate(invoice: StoredRecord, context: WriteContext, customer: StoredRecord) {
  const { fields } = invoice
  if (!context.existing && customer.fields.terms !== undefined)
    fields.terms ??= customer.fields.terms
  if (fields.dueDate) return
  const term = context.setup.byId('term', String(fields.terms ?? ''))
  const due = new Date(`${String(fields.tranDate)}T00:00:00Z`)
  due.setUTCDate(due.getUTCDate() + Number(term?.fields.daysUntilNetDue ?? 0))
  fields.dueDate = due.toISOString().slice(0, 10)
}

/** Takes the customer's default addresses unless others were sent. */
function completeAddresses({ fields }: StoredRecord, customer: StoredRecord): void {
  for (const [subrecord, shown, flag] of ADDRESSES) {
    const address = fields[subrecord] ?? defaultAddress(customer, flag)
    if (typeof address !== 'object') continue
    const addrText = addressText(address, customer)
    fields[subrecord] = { ...address, addrText }
    fields[shown] = addrText
  }
}

const ADDRESSES = [
  ['billingAddress', 'billAddress', 'defaultBilling'],
  ['shippingAddress', 'shipAddress', 'defaultShipping'],
] as const
