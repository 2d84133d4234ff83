import type Stripe from 'stripe'
import { type FieldsOf, lines, METADATA, moment, object, oneOf, text, whole } from './entry.ts'

const ADDRESS = {
  line1: text('Line 1', 500),
  line2: text('Line 2', 500),
  city: text('City', 500),
  state: text('State', 500),
  postal_code: text('Postal code', 500),
  country: text('Country (two letters)', 2),
} satisfies FieldsOf<Stripe.AddressParam>

/** https://docs.stripe.com/api/customers/create */
const WRITTEN = {
  name: text('Name', 256),
  email: text('Email', 512),
  phone: text('Phone', 20),
  description: text('Description', 350),
  business_name: text('Business name', 150),
  individual_name: text('Individual name', 150),
  address: object('Address', ADDRESS),
  shipping: object('Shipping', {
    name: text('Name', undefined, { required: true }),
    phone: text('Phone'),
    address: object('Address', ADDRESS, { required: true }),
  }),
  balance: whole('Balance (minor units)'),
  invoice_prefix: text('Invoice prefix', 12),
  next_invoice_sequence: whole('Next invoice number'),
  preferred_locales: lines('Languages'),
  tax_exempt: oneOf('Tax exempt', ['none', 'exempt', 'reverse']),
  tax_id_data: lines('Tax ids', {
    type: text('Type', undefined, { required: true }),
    value: text('Number', undefined, { required: true }),
  }),
  metadata: METADATA,
} satisfies FieldsOf<Stripe.CustomerCreateParams>

const READ = {
  id: text('Id', undefined, { readOnly: true }),
  created: moment('Created', { readOnly: true }),
  currency: text('Currency', 3, { readOnly: true }),
} satisfies FieldsOf<Stripe.Customer>

/** The fields of a Stripe customer. */
export const CUSTOMER_FIELDS = { ...WRITTEN, ...READ }
