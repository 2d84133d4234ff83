import { z } from 'zod'
import { createHash } from 'node:crypto'
import { addressParams, fullAddress } from '../protocol/address.ts'
import type { Endpoints } from '../protocol/endpoint.ts'
import { missing, StripeError } from '../protocol/errors.ts'
import {
  clearable,
  flag,
  integer,
  mergeMetadata,
  metadata,
  moments,
  text,
} from '../protocol/form.ts'
import { changeBalance } from './customer-balance.ts'
import { usePaymentMethod } from '../payments/payment-method-record.ts'
import { newTaxId, taxIdData } from './tax-ids.ts'
import { listRecords, paging } from '../protocol/lists.ts'
import type { Customer } from '../store/records.ts'
import { findRecord, type Sql } from '../store/store.ts'
import type { Work } from '../store/work.ts'

/** The calls under `/v1/customers` (https://docs.stripe.com/api/customers). */
export function customerCalls({ read, write }: Endpoints) {
  return {
    create: write(
      createParams,
      async (work, { payment_method, source, tax_id_data, ...params }) => {
        const customer = createCustomer(work, params)
        for (const data of tax_id_data ?? []) newTaxId(work, customer.id, data)
        const paysWith = payment_method ?? source
        if (paysWith === undefined) return customer
        const method = await usePaymentMethod(work, paysWith, customer)
        const attached = { ...method, customer: customer.id }
        work.save(attached)
        work.emit('payment_method.attached', attached)
        return source === undefined
          ? customer
          : storeChanged(work, customer, { default_source: method.id })
      },
    ),
    retrieve: read({}, (sql, _params, id) => retrieveCustomer(sql, id)),
    update: write(updateParams, async (work, { default_source, source, ...params }, id) => {
      const customer = await changeableCustomer(work, id, 'id', 404)
      const after = updateCustomer(work, customer, params)
      const paysWith = source ?? default_source
      if (paysWith === undefined) return after
      const method = await usePaymentMethod(work, paysWith, after)
      return storeChanged(work, after, { default_source: method.id })
    }),
    remove: write({}, async (work, _params, id) => {
      const customer = await changeableCustomer(work, id, 'id', 404)
      work.save({ ...customer, deleted: true })
      work.emit('customer.deleted', customer)
      return { id, object: 'customer', deleted: true }
    }),
    list: read(
      {
        ...paging,
        created: moments.optional(),
        email: text.optional(),
        test_clock: text.optional(),
      },
      (sql, { created, email, test_clock, ...page }) =>
        listRecords(sql, {
          kind: 'customer',
          url: '/v1/customers',
          page,
          filters: [
            { column: 'email', is: email },
            { field: 'test_clock', is: test_clock },
            { moment: 'created', within: created },
          ],
        }),
    ),
  }
}

/** A customer that is still there, locked for a change. */
export async function changeableCustomer(
  work: Work,
  id: string,
  param: string,
  status: 400 | 404,
): Promise<Customer> {
  const customer = await work.find('customer', id)
  if (!customer || customer.deleted) throw missing('customer', id, param, status)
  return customer
}

/** Makes a customer and tells of it. */
export function createCustomer(work: Work, params: CustomerParams, id?: string): Customer {
  const own = id ?? work.newId('cus_', 14)
  const blank: Customer = {
    id: own,
    object: 'customer',
    address: null,
    balance: 0,
    created: work.now,
    currency: null,
    default_source: null,
    delinquent: false,
    description: null,
    discount: null,
    email: null,
    invoice_prefix: invoicePrefix(own),
    invoice_settings: {
      custom_fields: null,
      default_payment_method: null,
      footer: null,
      rendering_options: null,
    },
    livemode: false,
    metadata: {},
    name: null,
    next_invoice_sequence: 1,
    phone: null,
    preferred_locales: [],
    shipping: null,
    tax_exempt: 'none',
    test_clock: null,
  }
  const { balance = 0, ...rest } = params
  const customer = changed(blank, rest)
  work.save(customer)
  work.emit('customer.created', customer)
  if (balance === 0) return customer
  const currency = customer.currency ?? 'usd'
  return changeBalance(work, customer, { amount: balance, currency, type: 'initial' }).customer
}

/** Changes a customer; tells of it only when something is different afterwards, as Stripe does. */
export function updateCustomer(work: Work, before: Customer, params: CustomerParams): Customer {
  const { balance = before.balance, ...rest } = params
  const after = storeChanged(work, before, changed(before, rest))
  const amount = balance - before.balance
  if (amount === 0) return after
  const currency = after.currency ?? 'usd'
  return changeBalance(work, after, { amount, currency, type: 'adjustment' }).customer
}

function storeChanged(work: Work, before: Customer, change: Partial<Customer>): Customer {
  const after = { ...before, ...change }
  if (JSON.stringify(after) === JSON.stringify(before)) return before
  work.save(after)
  work.emit('customer.updated', after, before)
  return after
}

async function retrieveCustomer(sql: Sql, id: string): Promise<object> {
  const customer = await findRecord(sql, 'customer', id)
  if (!customer) throw missing('customer', id, 'id', 404)
  return customer.deleted ? { id, object: 'customer', deleted: true } : customer
}

function changed(before: Customer, params: CustomerParams): Customer {
  const { metadata: notes, email, address, shipping, invoice_settings, ...others } = params
  const { cash_balance: _cash, tax: _tax, validate: _validate, tax_exempt, ...rest } = others
  if (email && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email)) {
    throw new StripeError(400, `Invalid email address: ${email}`, {
      code: 'email_invalid',
      param: 'email',
    })
  }
  const plain = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined))
  return {
    ...before,
    ...plain,
    ...(email === undefined ? {} : { email }),
    ...(tax_exempt === undefined ? {} : { tax_exempt: tax_exempt ?? ('none' as const) }),
    ...(address === undefined ? {} : { address: address && fullAddress(address) }),
    ...(shipping === undefined ? {} : { shipping: shipping && fullShipping(shipping) }),
    invoice_settings: { ...before.invoice_settings, ...definedOnly(invoice_settings) },
    metadata: mergeMetadata(before.metadata, notes),
  }
}

function definedOnly(settings: CustomerParams['invoice_settings']) {
  return {
    ...(settings?.default_payment_method === undefined
      ? {}
      : { default_payment_method: settings.default_payment_method }),
    ...(settings?.footer === undefined ? {} : { footer: settings.footer }),
    ...(settings?.custom_fields === undefined ? {} : { custom_fields: settings.custom_fields }),
  }
}

function fullShipping(shipping: z.output<typeof shippingParams>) {
  const { address, name, phone } = shipping
  return { address: fullAddress(address), name, phone: phone || null }
}

/** Eight capitals and digits, as Stripe makes them up; the same for the same customer. */
function invoicePrefix(id: string): string {
  return createHash('sha256').update(id).digest('hex').slice(0, 8).toUpperCase()
}

const shippingParams = z.strictObject({
  address: addressParams,
  name: text,
  phone: z.string().optional(),
})

const customerParams = {
  address: clearable(addressParams).optional(),
  balance: integer.optional(),
  business_name: clearable(z.string().max(150)).optional(),
  cash_balance: z.unknown().optional(),
  description: clearable(z.string()).optional(),
  email: clearable(z.string().max(512)).optional(),
  individual_name: clearable(z.string().max(150)).optional(),
  invoice_prefix: z
    .string()
    .regex(/^[A-Z0-9]{3,12}$/)
    .optional(),
  invoice_settings: z
    .strictObject({
      default_payment_method: clearable(z.string()).optional(),
      footer: clearable(z.string()).optional(),
      custom_fields: clearable(
        z.array(z.strictObject({ name: text, value: text })).max(4),
      ).optional(),
      rendering_options: z.unknown().optional(),
    })
    .optional(),
  metadata: metadata.optional(),
  name: clearable(z.string()).optional(),
  next_invoice_sequence: integer.optional(),
  phone: clearable(z.string()).optional(),
  preferred_locales: z.array(text).optional(),
  shipping: clearable(shippingParams).optional(),
  tax: z.unknown().optional(),
  tax_exempt: clearable(z.enum(['none', 'exempt', 'reverse'])).optional(),
  validate: flag.optional(),
}

type CustomerParams = z.output<z.ZodObject<typeof customerParams>> & { test_clock?: string }

const createParams = {
  ...customerParams,
  payment_method: text.optional(),
  source: text.optional(),
  tax_id_data: z.array(taxIdData).optional(),
  test_clock: text.optional(),
}

const updateParams = {
  ...customerParams,
  default_source: text.optional(),
  source: text.optional(),
}
