import type { Company } from '../../seed/company.ts'
import { recordTypeNamed } from '../records/record-types.ts'
import type { FieldValues, StoredRecord } from '../records/store.ts'

/** The set-up of the account before any business: currencies, accounts, periods, items and so on. */
export function setupRecords(company: Company): StoredRecord[] {
  return [...SETUP, ...periods(company.now), ...items(company)].map(
    ({ type, id, name, fields }) => {
      const { family = 'item', code = null } = recordTypeNamed(type) ?? {}
      return {
        family,
        id: String(id),
        type,
        externalId: null,
        name,
        fields: {
          ...fields,
          isInactive: false,
          ...(family === 'item' ? { itemType: code ?? '' } : {}),
        },
        sublists: {},
        created: SETTLED,
        modified: SETTLED,
      }
    },
  )
}

/** Internal ids of every currency. */
export const CURRENCY_IDS: Record<string, string> = {
  USD: '1',
  GBP: '2',
  CAD: '3',
  EUR: '4',
  JPY: '5',
  KWD: '6',
}

/** When the account was set up, long before its business. */
const SETTLED = new Date('2021-01-04T17:00:00Z')

interface Seeded {
  type: string
  id: number
  name: string
  fields: FieldValues
}

const named = (type: string, id: number, name: string): Seeded => ({
  type,
  id,
  name,
  fields: { name },
})

/** The name is not the ISO code, as in real accounts: a currency must be found by its symbol. */
const currency = (
  symbol: string,
  name: string,
  displaySymbol: string,
  exchangeRate: number,
  currencyPrecision: number,
): Seeded => ({
  type: 'currency',
  id: Number(CURRENCY_IDS[symbol]),
  name,
  fields: {
    name,
    symbol,
    displaySymbol,
    exchangeRate,
    currencyPrecision,
    isBaseCurrency: symbol === 'USD',
  },
})

const account = (id: number, acctNumber: string, acctName: string, acctType: string): Seeded => ({
  type: 'account',
  id,
  name: `${acctNumber} ${acctName}`,
  fields: { acctNumber, acctName, acctType, subsidiary: '1' },
})

const SETUP: Seeded[] = [
  {
    type: 'subsidiary',
    id: 1,
    name: 'Parent Company',
    fields: {
      name: 'Parent Company',
      legalName: 'Northwind Cloud, Inc.',
      currency: '1',
      country: 'US',
      isElimination: false,
    },
  },
  currency('USD', 'US Dollar', '$', 1, 2),
  currency('GBP', 'British Pound', '£', 1.31, 2),
  currency('CAD', 'Canadian Dollar', 'C$', 0.72, 2),
  currency('EUR', 'Euro', '€', 1.15, 2),
  currency('JPY', 'Japanese Yen', '¥', 0.0065, 0),
  currency('KWD', 'Kuwaiti Dinar', 'KD', 3.26, 3),
  account(1, '1000', 'Checking', 'Bank'),
  account(2, '1090', 'Undeposited Funds', 'Bank'),
  account(3, '1100', 'Accounts Receivable', 'AcctRec'),
  account(4, '4000', 'Subscription Revenue', 'Income'),
  account(5, '2200', 'Sales Taxes Payable', 'OthCurrLiab'),
  account(6, '4900', 'Discounts Given', 'Income'),
  account(7, '1050', 'Stripe Clearing', 'Bank'),
  account(8, '7900', 'Rounding Differences', 'OthIncome'),
  ...['Cash', 'Check', 'VISA', 'Master Card', 'American Express', 'ACH', 'Stripe'].map(
    (name, index): Seeded => ({
      type: 'paymentMethod',
      id: index + 1,
      name,
      fields: { name, account: name === 'Stripe' ? '7' : '1', undepFunds: name !== 'Stripe' },
    }),
  ),
  ...[0, 15, 30, 60].map((daysUntilNetDue, index): Seeded => ({
    type: 'term',
    id: index + 1,
    name: daysUntilNetDue === 0 ? 'Due on receipt' : `Net ${daysUntilNetDue}`,
    fields: {
      name: daysUntilNetDue === 0 ? 'Due on receipt' : `Net ${daysUntilNetDue}`,
      daysUntilNetDue,
    },
  })),
  named('location', 1, 'San Francisco'),
  named('location', 2, 'Dublin'),
  named('department', 1, 'Sales'),
  named('department', 2, 'Customer Success'),
  named('classification', 1, 'Subscriptions'),
  named('classification', 2, 'Services'),
  { type: 'taxItem', id: 1, name: '-Not Taxable-', fields: { itemId: '-Not Taxable-', rate: 0 } },
]

/** Months around now: 18 open ones before it, three to come, and a closed year before those. */
function periods(now: Date): Seeded[] {
  return Array.from({ length: 34 }, (_, index): Seeded => {
    const start = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - 30 + index, 1))
    const end = new Date(Date.UTC(start.getUTCFullYear(), start.getUTCMonth() + 1, 0))
    const month = start.toLocaleString('en-US', { month: 'short', timeZone: 'UTC' })
    const periodName = `${month} ${start.getUTCFullYear()}`
    return {
      type: 'accountingPeriod',
      id: 101 + index,
      name: periodName,
      fields: {
        periodName,
        startDate: start.toISOString().slice(0, 10),
        endDate: end.toISOString().slice(0, 10),
        closed: index < 12,
        isAdjust: false,
        isQuarter: false,
        isYear: false,
      },
    }
  })
}

/** Items that stand for what a Stripe invoice line may be besides a known product. */
const SPECIAL_ITEMS: Seeded[] = [
  item('serviceSaleItem', 90, 'Stripe default item', { incomeAccount: '4' }),
  item('discountItem', 91, 'Discount', { account: '6' }),
  item('otherChargeSaleItem', 92, 'Sales tax', { incomeAccount: '5' }),
  item('otherChargeSaleItem', 93, 'Rounding', { incomeAccount: '8' }),
  item('otherChargeSaleItem', 94, 'Stripe applied balance', { incomeAccount: '4' }),
]

/** The last two items carry no Stripe product id: only a table of names or the default finds them. */
function items(company: Company): Seeded[] {
  const known = company.products.flatMap(({ id, name, netsuiteItem }) =>
    netsuiteItem === null ? [] : [{ id, name, netsuiteItem }],
  )
  const products = known.map((product, index) =>
    item(
      product.netsuiteItem.startsWith('Support') ? 'serviceSaleItem' : 'nonInventorySaleItem',
      101 + index,
      product.netsuiteItem,
      {
        displayName: product.name,
        incomeAccount: '4',
        ...(index < known.length - 2 ? { custitem_stripe_product_id: product.id } : {}),
      },
    ),
  )
  return [...SPECIAL_ITEMS, ...products]
}

function item(type: string, id: number, itemId: string, fields: FieldValues): Seeded {
  return { type, id, name: itemId, fields: { itemId, isTaxable: false, ...fields } }
}
