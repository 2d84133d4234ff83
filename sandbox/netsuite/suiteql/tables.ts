import { type Field, type Fields } from '../record-fields.ts'
import { RECORD_TYPES } from '../record-types.ts'

/** What SuiteQL knows about a value. `datetime` is an instant, shown in the account's zone. */
export type SqlType = 'integer' | 'number' | 'text' | 'date' | 'datetime'

/** A column SuiteQL may read, as an expression over the table's `source`. */
interface Column {
  sql: string
  type: SqlType
  /** What `BUILTIN.DF` shows. */
  display?: string
  /** What `BUILTIN.CF` gives. */
  compound?: string
}

/** A table SuiteQL may read: trusted SQL only, nothing of a user's. */
interface Table {
  source: string
  columns: Record<string, Column>
}

const RECORDS = 'sandbox.netsuite_records r'

const field = (name: string, values = 'r.fields'): string => `(${values}->>'${name}')`
const column = (sql: string, type: SqlType, rest: Partial<Column> = {}): Column => ({
  sql,
  type,
  ...rest,
})
const text = (name: string): Column => column(field(name), 'text')
const number = (name: string): Column => column(`${field(name)}::numeric`, 'number')
const date = (name: string): Column => column(`${field(name)}::date`, 'date')
const flag = (condition: string): Column => {
  const is = `coalesce(${condition}, false)`
  return column(`case when ${is} then 'T' else 'F' end`, 'text', {
    display: `case when ${is} then 'Yes' else 'No' end`,
  })
}
const checkbox = (name: string): Column => flag(`${field(name)}::boolean`)
const nameOf = (family: string, id: string): string =>
  `(select n.name from sandbox.netsuite_records n where n.family = '${family}' and n.id = ${id})`
const refersTo = (family: string, expression: string): Column => {
  const id = `${expression}::bigint`
  return column(id, 'integer', { display: nameOf(family, id) })
}
const reference = (name: string, family: string): Column => refersTo(family, field(name))

/** `cust…` fields of record types, read the way their kind asks for. */
function customColumns(types: string[], sublist?: string): Record<string, Column> {
  const columns: Record<string, Column> = {}
  for (const type of types) {
    const definition = RECORD_TYPES[type]
    const fields: Fields =
      (sublist === undefined ? definition?.fields : definition?.sublists[sublist]?.fields) ?? {}
    for (const [name, one] of Object.entries(fields)) {
      if (!name.startsWith('cust')) continue
      columns[name] = customColumn(field(name, sublist === undefined ? 'r.fields' : 'x.line'), one)
    }
  }
  return columns
}

function customColumn(expression: string, { kind }: Field): Column {
  if (kind === 'boolean') return flag(`${expression}::boolean`)
  if (kind === 'date') return column(`${expression}::date`, 'date')
  if (kind === 'number' || kind === 'money') return column(`${expression}::numeric`, 'number')
  return column(expression, 'text')
}

const COMMON: Record<string, Column> = {
  id: column('r.id', 'integer', { display: 'r.name' }),
  externalid: column('r.externalid', 'text'),
  lastmodifieddate: column('r.modified', 'datetime'),
}

const CODE = `case r.type ${Object.values(RECORD_TYPES)
  .filter(({ code }) => code !== null)
  .map(({ name, code }) => `when '${name}' then '${code ?? ''}'`)
  .join(' ')} end`

const STATUS = field('status')
const LETTER = `case
  when ${STATUS} = 'Voided' then 'V'
  when ${STATUS} = 'Open' then 'A'
  when ${STATUS} in ('Paid In Full', 'Fully Applied', 'Not Deposited') then 'B'
  when ${STATUS} = 'Deposited' then 'C' end`
const TITLE = `case r.type when 'invoice' then 'Invoice' when 'creditMemo' then 'Credit Memo' when 'customerPayment' then 'Payment' end`
/** Invoices debit the customer's account; credit memos and payments credit it. */
const SIGN = `case r.type when 'creditMemo' then -1 else 1 end`
const RATE = `coalesce(${field('exchangeRate')}::numeric, 1)`

const TRANSACTION: Table = {
  source: `${RECORDS} where r.family = 'transaction'`,
  columns: {
    ...COMMON,
    tranid: text('tranId'),
    transactionnumber: text('transactionNumber'),
    type: column(CODE, 'text', { display: TITLE }),
    recordtype: column('lower(r.type)', 'text'),
    abbrevtype: column(
      `case r.type when 'invoice' then 'INV' when 'creditMemo' then 'CREDMEM' else 'PYMT' end`,
      'text',
    ),
    status: column(LETTER, 'text', {
      display: `${TITLE} || ' : ' || ${STATUS}`,
      compound: `${CODE} || ':' || ${LETTER}`,
    }),
    entity: refersTo('entity', `coalesce(${field('entity')}, ${field('customer')})`),
    subsidiary: reference('subsidiary', 'subsidiary'),
    currency: reference('currency', 'currency'),
    exchangerate: number('exchangeRate'),
    foreigntotal: column(`${field('total')}::numeric * ${SIGN}`, 'number'),
    foreignamountpaid: number('amountPaid'),
    foreignamountunpaid: number('amountRemaining'),
    foreignpaymentamountunused: column(
      `case r.type when 'invoice' then null else ${field('unapplied')}::numeric end`,
      'number',
    ),
    foreignpaymentamountused: column(
      `case r.type when 'invoice' then null else ${field('applied')}::numeric end`,
      'number',
    ),
    trandate: date('tranDate'),
    duedate: date('dueDate'),
    startdate: date('startDate'),
    enddate: date('endDate'),
    createddate: column('r.created', 'datetime'),
    memo: text('memo'),
    otherrefnum: text('otherRefNum'),
    email: text('email'),
    source: text('source'),
    terms: reference('terms', 'term'),
    postingperiod: reference('postingPeriod', 'accountingPeriod'),
    posting: flag('true'),
    voided: flag(`${STATUS} = 'Voided'`),
    approvalstatus: text('approvalStatus'),
    trandisplayname: column('r.name', 'text'),
    ...customColumns(['invoice', 'creditMemo', 'customerPayment']),
  },
}

/** Line 0 is the main line; a payment has a second one that credits the receivables account. */
const LINES = `${RECORDS} cross join lateral (
    select 0 as n, null::jsonb as line
    union all select 1, null where r.type = 'customerPayment'
    union all select (e->>'line')::int, e from jsonb_array_elements(r.sublists->'item') e
  ) x where r.family = 'transaction'`
const MAIN = 'x.n = 0'
const lineField = (name: string): string => field(name, 'x.line')
/** Debits are positive: the main line of an invoice, the lines of a credit memo. */
const FOREIGN = `(case when ${MAIN} then ${field('total')}::numeric
  when x.line is null then -${field('total')}::numeric
  else -${lineField('amount')}::numeric end * ${SIGN})`
const NET = `round(${FOREIGN} * ${RATE}, 2)`
const ACCOUNT = `case when ${MAIN} then coalesce(${field('account')}::bigint,
    (select a.id from sandbox.netsuite_records a where a.family = 'account'
      and a.fields->>'acctName' = 'Undeposited Funds'))
  when x.line is null then ${field('arAcct')}::bigint
  else (select coalesce(i.fields->>'incomeAccount', i.fields->>'account')::bigint
    from sandbox.netsuite_records i where i.family = 'item' and i.id = ${lineField('item')}::bigint) end`
const lineOrHeader = (name: string): string => `coalesce(${lineField(name)}, ${field(name)})`

const TRANSACTION_LINE: Table = {
  source: LINES,
  columns: {
    transaction: column('r.id', 'integer', { display: 'r.name' }),
    id: column('x.n', 'integer'),
    linesequencenumber: column('x.n', 'integer'),
    uniquekey: column(
      `coalesce(${lineField('lineUniqueKey')}::bigint, r.id * 1000 + x.n)`,
      'integer',
    ),
    mainline: flag(MAIN),
    taxline: flag('false'),
    iscogs: flag('false'),
    item: refersTo('item', lineField('item')),
    itemtype: column(lineField('itemType'), 'text'),
    quantity: column(`${lineField('quantity')}::numeric * -(${SIGN})`, 'number'),
    rate: column(`${lineField('rate')}::numeric`, 'number'),
    foreignamount: column(FOREIGN, 'number'),
    netamount: column(NET, 'number'),
    memo: column(
      `case when x.line is null then ${field('memo')} else ${lineField('description')} end`,
      'text',
    ),
    createdfrom: reference('createdFrom', 'transaction'),
    entity: refersTo('entity', `coalesce(${field('entity')}, ${field('customer')})`),
    subsidiary: reference('subsidiary', 'subsidiary'),
    department: refersTo('department', lineOrHeader('department')),
    class: refersTo('classification', lineOrHeader('class')),
    location: refersTo('location', lineOrHeader('location')),
    linelastmodifieddate: column('r.modified', 'datetime'),
    ...customColumns(['invoice'], 'item'),
  },
}

const ACCOUNTING_LINE: Table = {
  source: LINES,
  columns: {
    transaction: column('r.id', 'integer', { display: 'r.name' }),
    transactionline: column('x.n', 'integer'),
    account: column(ACCOUNT, 'integer', { display: nameOf('account', `(${ACCOUNT})`) }),
    accountingbook: column('1', 'integer'),
    amount: column(NET, 'number'),
    debit: column(`case when ${NET} > 0 then ${NET} end`, 'number'),
    credit: column(`case when ${NET} < 0 then -${NET} end`, 'number'),
    amountpaid: column(
      `case when ${MAIN} then round(${field('amountPaid')}::numeric * ${RATE}, 2) end`,
      'number',
    ),
    amountunpaid: column(
      `case when ${MAIN} then round(${field('amountRemaining')}::numeric * ${RATE}, 2) end`,
      'number',
    ),
    exchangerate: column(RATE, 'number'),
    posting: flag('true'),
    lastmodifieddate: column('r.modified', 'datetime'),
  },
}

const CUSTOMER: Table = {
  source: `${RECORDS} where r.family = 'entity' and r.type = 'customer'`,
  columns: {
    ...COMMON,
    entityid: text('entityId'),
    entitytitle: column('r.name', 'text'),
    altname: text('altName'),
    fullname: column('r.name', 'text'),
    companyname: text('companyName'),
    firstname: text('firstName'),
    middlename: text('middleName'),
    lastname: text('lastName'),
    isperson: checkbox('isPerson'),
    email: text('email'),
    phone: text('phone'),
    fax: text('fax'),
    url: text('url'),
    comments: text('comments'),
    currency: reference('currency', 'currency'),
    subsidiary: reference('subsidiary', 'subsidiary'),
    terms: reference('terms', 'term'),
    parent: reference('parent', 'entity'),
    isinactive: checkbox('isInactive'),
    taxable: checkbox('taxable'),
    searchstage: column(`'Customer'`, 'text'),
    defaultbillingaddress: column(field('defaultAddress'), 'text'),
    datecreated: column('r.created', 'datetime'),
    ...customColumns(['customer']),
  },
}

const LINKS: Table = {
  source: `sandbox.netsuite_applications a
    join sandbox.netsuite_records r on r.family = 'transaction' and r.id = a.source`,
  columns: {
    previousdoc: column('a.target', 'integer', { display: nameOf('transaction', 'a.target') }),
    previousline: column('0', 'integer'),
    previoustype: column(`'CustInvc'`, 'text'),
    nextdoc: column('a.source', 'integer', { display: 'r.name' }),
    nextline: column('0', 'integer'),
    nexttype: column(CODE, 'text', { display: TITLE }),
    nextdate: date('tranDate'),
    linktype: column(`'Payment'`, 'text'),
    foreignamount: column('a.amount', 'number'),
    lastmodifieddate: column('r.modified', 'datetime'),
  },
}

/** A set-up record: what is common, plus its own columns. */
function setup(family: string, columns: Record<string, Column>): Table {
  return {
    source: `${RECORDS} where r.family = '${family}'`,
    columns: { ...COMMON, isinactive: checkbox('isInactive'), ...columns },
  }
}

const named = (family: string): Table =>
  setup(family, { name: text('name'), fullname: text('name') })

/** Every table a query may name, lower case. */
export const TABLES: Record<string, Table> = {
  transaction: TRANSACTION,
  transactionline: TRANSACTION_LINE,
  transactionaccountingline: ACCOUNTING_LINE,
  nexttransactionlinelink: LINKS,
  previoustransactionlinelink: LINKS,
  customer: CUSTOMER,
  entity: {
    source: CUSTOMER.source,
    columns: {
      ...Object.fromEntries(
        Object.entries(CUSTOMER.columns).filter(([name]) => !['currency', 'terms'].includes(name)),
      ),
      type: column(`'CustJob'`, 'text', { display: `'Customer'` }),
    },
  },
  item: setup('item', {
    itemid: text('itemId'),
    fullname: text('itemId'),
    displayname: text('displayName'),
    description: text('description'),
    itemtype: text('itemType'),
    subtype: column(`'Sale'`, 'text'),
    incomeaccount: reference('incomeAccount', 'account'),
    createddate: column('r.created', 'datetime'),
    ...customColumns(['nonInventorySaleItem']),
  }),
  currency: setup('currency', {
    name: text('name'),
    symbol: text('symbol'),
    displaysymbol: text('displaySymbol'),
    exchangerate: number('exchangeRate'),
    isbasecurrency: checkbox('isBaseCurrency'),
    currencyprecision: column(`${field('currencyPrecision')}::int`, 'integer'),
  }),
  account: setup('account', {
    acctnumber: text('acctNumber'),
    fullname: text('acctName'),
    accountsearchdisplayname: column(
      `concat_ws(' ', ${field('acctNumber')}, ${field('acctName')})`,
      'text',
    ),
    accountsearchdisplaynamecopy: text('acctName'),
    accttype: text('acctType'),
    currency: reference('currency', 'currency'),
  }),
  subsidiary: setup('subsidiary', {
    name: text('name'),
    fullname: text('name'),
    legalname: text('legalName'),
    currency: reference('currency', 'currency'),
    country: text('country'),
    iselimination: checkbox('isElimination'),
  }),
  term: setup('term', {
    name: text('name'),
    daysuntilnetdue: column(`${field('daysUntilNetDue')}::int`, 'integer'),
  }),
  paymentmethod: setup('paymentMethod', {
    name: text('name'),
    account: reference('account', 'account'),
    undepfunds: checkbox('undepFunds'),
  }),
  accountingperiod: setup('accountingPeriod', {
    periodname: text('periodName'),
    startdate: date('startDate'),
    enddate: date('endDate'),
    closed: checkbox('closed'),
    isquarter: checkbox('isQuarter'),
    isyear: checkbox('isYear'),
    isposting: flag('true'),
  }),
  department: named('department'),
  location: named('location'),
  classification: named('classification'),
  deletedrecord: {
    source: 'sandbox.netsuite_deleted r',
    columns: {
      deleteddate: column('r.at', 'datetime'),
      type: column('lower(r.type)', 'text'),
      recordid: column('r.id', 'integer'),
      recordkey: column('r.id', 'integer'),
      name: column('r.name', 'text'),
    },
  },
  dual: { source: '(select 1) r', columns: { dummy: column(`'X'`, 'text') } },
}
