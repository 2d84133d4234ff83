import { invalidFieldValue, missingValue, userError } from '../errors.ts'
import { completePeriod } from './period-rules.ts'
import type { StoredRecord } from '../records/store.ts'
import type { WriteContext } from '../records/write-context.ts'

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
  if (setup.oneWorld) completeSubsidiary(record, customer)
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
  fields.customForm ??= FORMS[record.type] ?? ''
  fields.source ??= 'REST Web Services'
  fields.originator ??= 'restWebServices'
  completePeriod(record, context)
  return { customer, currency, precision: Number(currency.fields.currencyPrecision ?? 2) }
}

/** The form each type of transaction is entered on. */
const FORMS: Record<string, string> = {
  invoice: '91',
  creditMemo: '92',
  customerPayment: '93',
  customerRefund: '94',
}

function completeSubsidiary({ fields }: StoredRecord, customer: StoredRecord): void {
  // A customer that was created before the account had subsidiaries belongs to the first one.
  const expected = customer.fields.subsidiary ?? '1'
  fields.subsidiary ??= expected
  if (fields.subsidiary === expected) return
  throw userError(
    `Invalid subsidiary reference key ${String(fields.subsidiary)} for entity ${customer.id}.`,
    'subsidiary',
  )
}
