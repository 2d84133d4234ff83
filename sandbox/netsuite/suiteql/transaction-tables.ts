import { RECORD_TYPES, type RecordType } from '../records/record-types.ts'
import {
  bodyColumns,
  column,
  COMMON,
  customLineColumns,
  date,
  field,
  flag,
  nameOf,
  number,
  RECORDS,
  reference,
  refersTo,
  text,
  typesOf,
  type Column,
  type Table,
} from './table.ts'

const TYPES = typesOf(Object.values(RECORD_TYPES), 'transaction')

const SHORT_TITLES: Record<string, string> = {
  customerPayment: 'Payment',
  journalEntry: 'Journal',
}

const byType = (value: (type: (typeof TYPES)[number]) => string, of = 'r.type'): string =>
  `case ${of} ${TYPES.map((type) => `when '${type.name}' then '${value(type)}'`).join(' ')} end`

const code = (of: string) => byType((type) => type.code ?? '', of)
const CODE = code('r.type')
const title = (of: string) => byType(({ name, title: own }) => SHORT_TITLES[name] ?? own, of)
const TITLE = title('r.type')
const ABBREVIATIONS: Record<string, string> = {
  invoice: 'INV',
  creditMemo: 'CREDMEM',
  customerPayment: 'PYMT',
  customerRefund: 'RFND',
  journalEntry: 'GENJRNL',
}

const STATUS = field('status')
const LETTER = `case
  when ${STATUS} = 'Voided' then 'V'
  when ${STATUS} = 'Open' then 'A'
  when ${STATUS} in ('Paid In Full', 'Fully Applied', 'Not Deposited') then 'B'
  when ${STATUS} in ('Deposited') then 'C'
  when r.type = 'journalEntry' then 'B' end`

/** Debits of the main line are positive: an invoice, money that comes in. */
const SIGN = `case when r.type in ('creditMemo', 'customerRefund') then -1 else 1 end`
const RATE = `coalesce(${field('exchangeRate')}::numeric, 1)`
const CUSTOMER = `coalesce(${field('entity')}, ${field('customer')})`

const transaction = (types: RecordType[]): Table => ({
  source: `${RECORDS} where r.family = 'transaction'`,
  columns: {
    ...bodyColumns(types),
    ...COMMON,
    tranid: text('tranId'),
    type: column(CODE, 'text', { display: TITLE }),
    recordtype: column('lower(r.type)', 'text'),
    abbrevtype: column(
      byType(({ name, code: own }) => ABBREVIATIONS[name] ?? own ?? ''),
      'text',
    ),
    status: column(LETTER, 'text', {
      display: `${TITLE} || ' : ' || ${STATUS}`,
      compound: `${CODE} || ':' || ${LETTER}`,
    }),
    entity: refersTo('entity', CUSTOMER),
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
    createddate: column('r.created', 'datetime'),
    posting: flag('true'),
    void: flag(`${STATUS} = 'Voided'`),
    voided: flag(`${STATUS} = 'Voided'`),
    isreversal: flag('false'),
    billingaddress: column(`case when r.fields ? 'billingAddress' then r.id end`, 'integer', {
      display: field('billAddress'),
    }),
    trandisplayname: column('r.name', 'text'),
  },
})

/**
 * Line 0 is the main line. A payment has a second one for the receivables account, and a refund one
 * for the receivables it gives back; a journal has its own lines only. The tax of all lines is a line
 * of its own, the last one.
 */
const LINES = `${RECORDS} cross join lateral (
    select 0 as n, null::jsonb as line where r.type <> 'journalEntry'
    union all select 1, null where r.type in ('customerPayment', 'customerRefund')
    union all select (e->>'line')::int, e from jsonb_array_elements(r.sublists->'item') e
    union all select (o - 1)::int, e
      from jsonb_array_elements(r.sublists->'line') with ordinality j(e, o)
      where r.type = 'journalEntry'
    union all select 1 + (select max((e->>'line')::int) from jsonb_array_elements(r.sublists->'item') e),
      jsonb_build_object('amount', r.fields->'taxTotal', 'taxline', true, 'itemType', 'TaxItem')
      where (r.fields->>'taxTotal')::numeric <> 0
  ) x where r.family = 'transaction'`
const IS_JOURNAL = `r.type = 'journalEntry'`
const IS_TAX = `(x.line->>'taxline')::boolean`
const MAIN = `x.n = 0 and not ${IS_JOURNAL}`
const lineField = (name: string): string => field(name, 'x.line')
/** Debits are positive: the main line of an invoice, the lines of a credit memo. */
const FOREIGN = `(case
  when ${IS_JOURNAL} then coalesce(${lineField('debit')}::numeric, 0) - coalesce(${lineField('credit')}::numeric, 0)
  when ${MAIN} then ${field('total')}::numeric * ${SIGN}
  when x.line is null then -${field('total')}::numeric * ${SIGN}
  else -${lineField('amount')}::numeric * ${SIGN} end)`
const NET = `round(${FOREIGN} * ${RATE}, 2)`
const ACCOUNT = `case when ${IS_JOURNAL} then ${lineField('account')}::bigint
  when ${MAIN} then coalesce(${field('account')}::bigint,
    (select a.id from sandbox.netsuite_records a where a.family = 'account'
      and a.fields->>'acctName' = 'Undeposited Funds' limit 1))
  when x.line is null then ${field('arAcct')}::bigint
  when ${IS_TAX} then (select a.id from sandbox.netsuite_records a where a.family = 'account'
    and a.fields->>'acctName' = 'Sales Taxes Payable' limit 1)
  else (select coalesce(i.fields->>'incomeAccount', i.fields->>'account')::bigint
    from sandbox.netsuite_records i where i.family = 'item' and i.id = ${lineField('item')}::bigint) end`
const lineOrHeader = (name: string): string => `coalesce(${lineField(name)}, ${field(name)})`

const transactionLine = (types: RecordType[]): Table => ({
  source: LINES,
  columns: {
    ...customLineColumns(types, 'item', 'x.line'),
    transaction: column('r.id', 'integer', { display: 'r.name' }),
    id: column('x.n', 'integer'),
    linesequencenumber: column('x.n', 'integer'),
    uniquekey: column(
      `coalesce(${lineField('lineUniqueKey')}::bigint, r.id * 1000 + x.n)`,
      'integer',
    ),
    mainline: flag(MAIN),
    taxline: flag(IS_TAX),
    iscogs: flag('false'),
    isclosed: flag('false'),
    donotdisplayline: flag('false'),
    item: refersTo('item', lineField('item')),
    itemtype: column(lineField('itemType'), 'text'),
    quantity: column(`${lineField('quantity')}::numeric * -(${SIGN})`, 'number'),
    rate: column(`${lineField('rate')}::numeric`, 'number'),
    price: column(lineField('price'), 'text'),
    foreignamount: column(FOREIGN, 'number'),
    debitforeignamount: column(`case when ${FOREIGN} > 0 then ${FOREIGN} end`, 'number'),
    creditforeignamount: column(`case when ${FOREIGN} < 0 then -${FOREIGN} end`, 'number'),
    netamount: column(NET, 'number'),
    foreignamountpaid: column(
      `case when ${MAIN} then ${field('amountPaid')}::numeric end`,
      'number',
    ),
    foreignamountunpaid: column(
      `case when ${MAIN} then ${field('amountRemaining')}::numeric end`,
      'number',
    ),
    expenseaccount: refersTo('account', `(${ACCOUNT})`),
    accountinglinetype: column(
      `case when ${MAIN} and r.type in ('invoice', 'creditMemo') then 'ACCTREC'
        when ${MAIN} then 'PAYMENT' when x.line is null then 'ACCTREC' else 'INCOME' end`,
      'text',
    ),
    memo: column(
      `case when x.line is null then ${field('memo')}
        else coalesce(${lineField('description')}, ${lineField('memo')}) end`,
      'text',
    ),
    createdfrom: reference('createdFrom', 'transaction'),
    entity: refersTo('entity', `coalesce(${lineField('entity')}, ${CUSTOMER})`),
    subsidiary: reference('subsidiary', 'subsidiary'),
    department: refersTo('department', lineOrHeader('department')),
    class: refersTo('classification', lineOrHeader('class')),
    location: refersTo('location', lineOrHeader('location')),
    linecreateddate: column('r.created', 'datetime'),
    linelastmodifieddate: column('r.modified', 'datetime'),
  },
})

const ACCOUNTING_LINE: Table = {
  source: LINES,
  columns: {
    transaction: column('r.id', 'integer', { display: 'r.name' }),
    transactionline: column('x.n', 'integer'),
    account: column(ACCOUNT, 'integer', { display: nameOf('account', `(${ACCOUNT})`) }),
    accountingbook: column('1', 'integer'),
    amount: column(NET, 'number'),
    netamount: column(NET, 'number'),
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
    paymentamountunused: column(
      `case when ${MAIN} and r.type <> 'invoice' then round(${field('unapplied')}::numeric * ${RATE}, 2) end`,
      'number',
    ),
    exchangerate: column(RATE, 'number'),
    posting: flag('true'),
    lastmodifieddate: column('r.modified', 'datetime'),
  },
}

/** Which payment, credit memo or refund (next) settles which transaction (previous). */
const LINKS: Table = {
  source: `sandbox.netsuite_applications a
    join sandbox.netsuite_records r on r.family = 'transaction' and r.id = a.source
    join sandbox.netsuite_records p on p.family = 'transaction' and p.id = a.target`,
  columns: {
    previousdoc: column('a.target', 'integer', { display: 'p.name' }),
    previousline: column('0', 'integer'),
    previoustype: column(code('p.type'), 'text', { display: title('p.type') }),
    previousdate: column(`${field('tranDate', 'p.fields')}::date`, 'date'),
    nextdoc: column('a.source', 'integer', { display: 'r.name' }),
    nextline: column('0', 'integer'),
    nexttype: column(CODE, 'text', { display: TITLE }),
    nextdate: date('tranDate'),
    linktype: column(`'Payment'`, 'text'),
    foreignamount: column('a.amount', 'number'),
    amount: column(`round(a.amount * ${RATE}, 2)`, 'number'),
    lastmodifieddate: column('r.modified', 'datetime'),
  },
}

const billing = (name: string): Column =>
  column(field(name, `(r.fields->'billingAddress')`), 'text')

const BILLING_ADDRESS: Table = {
  source: `${RECORDS} where r.family = 'transaction' and r.fields ? 'billingAddress'`,
  columns: {
    nkey: column('r.id', 'integer'),
    recordowner: column('r.id', 'integer'),
    addressee: billing('addressee'),
    attention: billing('attention'),
    addr1: billing('addr1'),
    addr2: billing('addr2'),
    addr3: billing('addr3'),
    city: billing('city'),
    state: billing('state'),
    zip: billing('zip'),
    country: billing('country'),
    addrphone: billing('addrPhone'),
    addrtext: text('billAddress'),
  },
}

/** Transactions with the fields these types have, their lines, what they post and what settles them. */
export function transactionTables(types: RecordType[]): Record<string, Table> {
  return {
    transaction: transaction(types),
    transactionline: transactionLine(types),
    transactionaccountingline: ACCOUNTING_LINE,
    nexttransactionlinelink: LINKS,
    previoustransactionlinelink: LINKS,
    transactionbillingaddress: BILLING_ADDRESS,
  }
}
