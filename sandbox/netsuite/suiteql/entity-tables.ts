import type { RecordType } from '../records/record-types.ts'
import {
  bodyColumns,
  checkbox,
  column,
  COMMON,
  field,
  flag,
  RECORDS,
  reference,
  refersTo,
  text,
  type Column,
  type Table,
} from './table.ts'

/** One row per line of a customer's address book; `b.n` counts them from 1. */
const ADDRESS_BOOK = `${RECORDS} cross join lateral (
    select e as line, o::int as n
    from jsonb_array_elements(r.sublists->'addressBook') with ordinality j(e, o)
  ) b where r.family = 'entity'`
/** The key of an address: unique in the whole account, which the line's own number is not. */
const key = (n: string) => `(r.id * 1000 + ${n})`
const address = (name: string): Column =>
  column(field(name, `(b.line->'addressBookAddress')`), 'text')

/** The key of the customer's default address of a purpose. */
const defaultAddress = (purpose: string): Column => {
  const find = (what: string) => `(select ${what}
    from jsonb_array_elements(r.sublists->'addressBook') with ordinality j(e, o)
    where (e->>'${purpose}')::boolean limit 1)`
  return column(find(key('o')), 'integer', {
    display: find(`e->'addressBookAddress'->>'addrText'`),
  })
}

const CUSTOMERS = `${RECORDS} where r.family = 'entity' and r.type = 'customer'`

const customer = (types: RecordType[]): Table => ({
  source: CUSTOMERS,
  columns: {
    ...bodyColumns(types.filter(({ name }) => name === 'customer')),
    ...COMMON,
    entitytitle: column('r.name', 'text'),
    fullname: column('r.name', 'text'),
    searchstage: column(`'Customer'`, 'text'),
    defaultbillingaddress: defaultAddress('defaultBilling'),
    defaultshippingaddress: defaultAddress('defaultShipping'),
    datecreated: column('r.created', 'datetime'),
  },
})

const ADDRESS: Table = {
  source: ADDRESS_BOOK,
  columns: {
    nkey: column(key('b.n'), 'integer'),
    recordowner: column('r.id', 'integer', { display: 'r.name' }),
    addressee: address('addressee'),
    attention: address('attention'),
    addr1: address('addr1'),
    addr2: address('addr2'),
    addr3: address('addr3'),
    city: address('city'),
    state: address('state'),
    dropdownstate: address('state'),
    zip: address('zip'),
    country: address('country'),
    addrphone: address('addrPhone'),
    addrtext: address('addrText'),
    override: flag(`${field('override', `(b.line->'addressBookAddress')`)}::boolean`),
    lastmodifieddate: column('r.modified', 'datetime'),
  },
}

const BOOK: Table = {
  source: ADDRESS_BOOK,
  columns: {
    entity: column('r.id', 'integer', { display: 'r.name' }),
    internalid: column(`${field('internalId', 'b.line')}::bigint`, 'integer'),
    addressbookaddress: column(key('b.n'), 'integer', {
      display: field('addrText', `(b.line->'addressBookAddress')`),
    }),
    label: column(field('label', 'b.line'), 'text'),
    defaultbilling: flag(`${field('defaultBilling', 'b.line')}::boolean`),
    defaultshipping: flag(`${field('defaultShipping', 'b.line')}::boolean`),
    isresidential: flag(`${field('isResidential', 'b.line')}::boolean`),
  },
}

const ENTITY_COLUMNS = [
  'id',
  'externalid',
  'lastmodifieddate',
  'entityid',
  'entitytitle',
  'altname',
  'fullname',
  'companyname',
  'firstname',
  'middlename',
  'lastname',
  'isperson',
  'email',
  'phone',
  'fax',
  'comments',
  'isinactive',
  'subsidiary',
  'parent',
  'datecreated',
]

const CONTACT: Table = {
  source: `${RECORDS} where r.family = 'contact'`,
  columns: {
    ...COMMON,
    entityid: text('entityId'),
    fullname: text('entityId'),
    firstname: text('firstName'),
    lastname: text('lastName'),
    email: text('email'),
    phone: text('phone'),
    title: text('title'),
    company: reference('company', 'entity'),
    isinactive: checkbox('isInactive'),
    datecreated: column('r.created', 'datetime'),
  },
}

const CURRENCIES: Table = {
  source: `${RECORDS} cross join lateral jsonb_array_elements(r.sublists->'currencyList') l
    where r.family = 'entity' and r.type = 'customer'`,
  columns: {
    customer: column('r.id', 'integer', { display: 'r.name' }),
    currency: refersTo('currency', `(l->>'currency')`),
  },
}

const SUBSIDIARIES: Table = {
  source: CUSTOMERS,
  columns: {
    entity: column('r.id', 'integer', { display: 'r.name' }),
    subsidiary: reference('subsidiary', 'subsidiary'),
    isprimarysub: flag('true'),
  },
}

/** Customers with the fields these types have, what all entities share, contacts and addresses. */
export function entityTables(types: RecordType[]): Record<string, Table> {
  const customers = customer(types)
  const shared = Object.entries(customers.columns).filter(
    ([name]) => ENTITY_COLUMNS.includes(name) || name.startsWith('custentity'),
  )
  return {
    customer: customers,
    entity: {
      source: CUSTOMERS,
      columns: {
        ...Object.fromEntries(shared),
        type: column(`'CustJob'`, 'text', { display: `'Customer'` }),
      },
    },
    contact: CONTACT,
    customeraddressbook: BOOK,
    customeraddressbookentityaddress: ADDRESS,
    entityaddress: ADDRESS,
    customercurrencybalance: CURRENCIES,
    customersubsidiaryrelationship: SUBSIDIARIES,
  }
}
