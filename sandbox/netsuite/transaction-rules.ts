import { invalidFieldValue, missingValue, userError } from './errors.ts'
import type { StoredRecord } from './store.ts'
import type { WriteContext } from './write-context.ts'

/** What the header of a transaction settles for its amounts. */
interface Header {
  customer: StoredRecord
  currency: StoredRecord
  /** Decimals of the currency. */
  precision: number
}

/**
 * Completes what all transactions share: customer, subsidiary, currency, date, period, rate.
 * `customerField` is `entity` on sales and `customer` on payments.
 */
export function completeHeader(
  record: StoredRecord,
  context: WriteContext,
  customerField: 'entity' | 'customer',
): Header {
  const { fields } = record
  const { existing, find, setup } = context
  if (!fields[customerField]) throw missingValue('Customer', customerField)
  const customer = find('entity', String(fields[customerField]))
  if (!customer || (!existing && customer.fields.isInactive === true)) {
    throw invalidFieldValue(fields[customerField], customerField, customerField)
  }
  fields.subsidiary ??= customer.fields.subsidiary ?? '1'
  if (fields.subsidiary !== customer.fields.subsidiary) {
    throw userError(
      `Invalid subsidiary reference key ${String(fields.subsidiary)} for entity ${customer.id}.`,
      'subsidiary',
    )
  }
  fields.currency ??= customer.fields.currency ?? '1'
  const allowed = customer.sublists.currencyList ?? []
  const currency = setup.byId('currency', String(fields.currency))
  if (!currency || !allowed.some((line) => line.currency === fields.currency)) {
    throw userError(
      `Invalid currency reference key ${String(fields.currency)} for entity ${customer.id}.`,
      'currency',
    )
  }
  fields.tranDate ??= context.now.toISOString().slice(0, 10)
  if (currency.fields.isBaseCurrency === true) fields.exchangeRate = 1
  else fields.exchangeRate ??= currency.fields.exchangeRate ?? 1
  fields.source ??= 'REST Web Services'
  completePeriod(record, context)
  return { customer, currency, precision: Number(currency.fields.currencyPrecision ?? 2) }
}

/** Refuses a change of the general ledger in a closed period; other edits are free. */
export function checkPeriodOpen(record: StoredRecord, context: WriteContext): void {
  const { existing, setup } = context
  if (existing && ledgerFacts(existing) === ledgerFacts(record)) return
  for (const one of existing ? [existing, record] : [record]) {
    const period = setup.byId('accountingPeriod', String(one.fields.postingPeriod))
    if (period?.fields.closed === true) {
      throw userError(
        `You cannot post a transaction in a closed accounting period: ${period.name}.`,
        'postingPeriod',
      )
    }
  }
}

function completePeriod(record: StoredRecord, { existing, sent, setup }: WriteContext): void {
  const { fields } = record
  if (typeof sent.fields.postingPeriod === 'string') return
  if (existing && existing.fields.tranDate === fields.tranDate && fields.postingPeriod) return
  const day = String(fields.tranDate)
  const period = setup
    .all('accountingPeriod')
    .find(
      ({ fields: { startDate, endDate, isQuarter, isYear } }) =>
        !isQuarter && !isYear && String(startDate) <= day && day <= String(endDate),
    )
  if (!period) {
    throw userError(
      'The transaction date you specified is not within the date range of your accounting period.',
      'tranDate',
    )
  }
  fields.postingPeriod = period.id
}

const ledgerFacts = ({ fields, sublists }: StoredRecord): string =>
  JSON.stringify([
    fields.tranDate,
    fields.postingPeriod,
    fields.total,
    fields.exchangeRate,
    fields.account,
    sublists.item?.map(({ item, amount }) => [item, amount]),
  ])
