import type postgres from 'postgres'
import type { Company, CompanyCustomer } from '../../seed/company.ts'
import { loadAccount } from '../account/account.ts'
import { completeCustomer } from '../records/customer-rules.ts'
import { NOTHING_SENT } from '../records/parse-body.ts'
import { RECORD_TYPES, type RecordType } from '../records/record-types.ts'
import { emptyNetSuiteTables } from '../records/schema.ts'
import { CURRENCY_IDS, setupRecords } from './seed-setup.ts'
import { createSequences } from '../records/sequences.ts'
import { createSetupRecords, indexRecords } from '../records/setup-records.ts'
import { insertRecords, type FieldValues, type StoredRecord } from '../records/store.ts'
import { createWriter } from '../records/write-record.ts'

/**
 * Empties the account and fills it as the company's books stand before anything is connected: set-up
 * records, the customers NetSuite already knows, and some business that has nothing to do with Stripe.
 */
export async function seedNetSuite(sql: postgres.Sql, company: Company): Promise<void> {
  const account = await loadAccount(sql)
  await sql.begin(async (tx) => {
    await emptyNetSuiteTables(tx)
    const setup = setupRecords(company)
    await insertRecords(tx, setup)
    const customers = [
      ...company.customers.flatMap((customer) => knownCustomer(customer, company.now) ?? []),
      ...strangers(company),
    ]
    const context = {
      tx,
      sequences: createSequences(sql),
      setup: indexRecords(setup, account),
      find: () => undefined,
      now: company.now,
      existing: null,
      sent: NOTHING_SENT(),
      replace: new Set<string>(),
    }
    for (const customer of customers) await completeCustomer(customer, context)
    await insertRecords(tx, customers)
  })
  await seedOldBusiness(sql, company.now)
}

/** A customer as NetSuite knows it, or null when it does not. */
function knownCustomer(customer: CompanyCustomer, now: Date): StoredRecord | null {
  const { netsuiteInternalId: id, inNetSuite, address } = customer
  if (id === null) return null
  const email = customer.email.toLowerCase()
  const record = customerRecord(id, customer.name, customer.currency, monthsBefore(now, 14))
  const { fields } = record
  if (inNetSuite === 'by-external-id') record.externalId = customer.id
  if (inNetSuite === 'by-stripe-id') fields.custentity_stripe_customer_id = customer.id
  // Known by its internal id only: another mailbox, so that nothing else can match.
  fields.email = inNetSuite === 'by-metadata' ? `ledger.${id}@${email.split('@')[1] ?? ''}` : email
  if (customer.phone !== null) fields.phone = customer.phone
  record.sublists.addressBook = [
    {
      label: 'Head office',
      defaultBilling: true,
      defaultShipping: true,
      addressBookAddress: withoutEmpty({
        addr1: address.line1,
        addr2: address.line2 ?? '',
        city: address.city,
        state: address.state ?? '',
        zip: address.postalCode,
        country: address.country,
      }),
    },
  ]
  return record
}

/** Customers that never met Stripe, and an inactive one with the e-mail of a customer that is new. */
function strangers({ customers, now }: Company): StoredRecord[] {
  const created = monthsBefore(now, 20)
  const others = STRANGERS.map((name, index) => {
    const record = customerRecord(String(3001 + index), name, 'USD', created)
    record.fields.email = `ap@stranger${index + 1}.example`
    record.fields.terms = '3'
    return record
  })
  const twin = customers.find(({ inNetSuite }) => inNetSuite === 'none')
  if (!twin) return others
  const former = customerRecord('3100', `${twin.name} (former account)`, twin.currency, created)
  former.fields.email = twin.email.toLowerCase()
  former.fields.isInactive = true
  return [...others, former]
}

const STRANGERS = [
  'Harbor Light Logistics',
  'Juniper & Sons',
  'Kestrel Manufacturing',
  'Lakeside Dental Group',
  'Meridian Freight Lines',
  'Oakmont School District',
]

function customerRecord(id: string, name: string, currency: string, at: Date): StoredRecord {
  return {
    family: 'entity',
    id,
    type: 'customer',
    externalId: null,
    name: '',
    fields: {
      entityId: `CUS${id}`,
      isPerson: false,
      // NetSuite keeps at most 83 characters of a company name.
      companyName: name.slice(0, 83),
      subsidiary: '1',
      currency: CURRENCY_IDS[currency] ?? '1',
    },
    sublists: {
      currencyList: Object.values(CURRENCY_IDS).map((one): FieldValues => ({ currency: one })),
    },
    created: at,
    modified: at,
  }
}

/** Invoices typed in by hand during the past year, most of them paid. */
async function seedOldBusiness(sql: postgres.Sql, now: Date): Promise<void> {
  let moment = now
  const writer = createWriter({
    sql,
    setup: createSetupRecords(sql),
    sequences: createSequences(sql),
    now: () => moment,
  })
  const create = async (name: string, body: unknown) => {
    const type: RecordType | undefined = RECORD_TYPES[name]
    if (!type) throw new Error(`There is no record type ${name}.`)
    return writer.write({
      type,
      key: null,
      upsert: false,
      body,
      replace: new Set(),
      unknownFields: 'error',
    })
  }
  for (const [index] of Array.from({ length: 24 }).entries()) {
    moment = monthsBefore(now, 12 - index / 2)
    const customer = 3001 + (index % STRANGERS.length)
    const rate = 150 + 75 * (index % 7)
    const quantity = 1 + (index % 3)
    const tranDate = moment.toISOString().slice(0, 10)
    const invoice = await create('invoice', {
      entity: { id: customer },
      tranId: `INV0${String(501 + index)}`,
      tranDate,
      otherRefNum: `PO-${7700 + index}`,
      memo: 'Typed in by hand',
      item: { items: [{ item: { id: 101 + (index % 5) }, quantity, rate }] },
    })
    if (index % 4 === 3) continue
    await create('customerPayment', {
      customer: { id: customer },
      tranDate,
      payment: rate * quantity,
      paymentOption: { id: 2 },
      apply: { items: [{ doc: { id: invoice.id }, apply: true, amount: rate * quantity }] },
    })
  }
}

function monthsBefore(now: Date, months: number): Date {
  return new Date(now.getTime() - months * 30 * 24 * 3_600_000)
}

const withoutEmpty = (fields: FieldValues): FieldValues =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== ''))
