import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestServer, type TestServer } from '../test-server.ts'

const PATH = '/services/rest/query/v1/suiteql'

let server: TestServer
let invoice: string
let payment: string
const today = new Date().toISOString().slice(0, 10)

beforeAll(async () => {
  server = await startTestServer()
  invoice = await server.create('invoice', {
    entity: '3002',
    externalId: 'in_query',
    tranDate: today,
    currency: '4',
    custbody_stripe_invoice_id: 'in_query',
    item: {
      items: [
        { item: 101, quantity: 2, rate: 10.5, description: 'Seats' },
        { item: 91, amount: -1 },
      ],
    },
  })
  payment = await server.create('customerPayment', {
    customer: '3002',
    currency: '4',
    payment: 5,
    apply: { items: [{ doc: invoice, apply: true, amount: 5 }] },
  })
})
afterAll(() => server.close())

const query = (q: string, params?: unknown[]) => server.query(q, params)
const raw = (q: unknown, search = '', headers: HeadersInit = { Prefer: 'transient' }) =>
  server.call('POST', `${PATH}${search}`, q, headers)

describe('an answer', () => {
  it('has lower-case keys, text values, T and F, dates month first, and no empty columns', async () => {
    const [row] = await query(
      `SELECT ID, TranID AS Number, t.type, status, entity, currency, ForeignTotal,
         foreignamountunpaid, trandate, lastmodifieddate, voided, memo
       FROM transaction t WHERE externalid = 'in_query'`,
    )
    const [year, month, day] = today.split('-').map(Number)
    expect(row).toEqual({
      id: invoice,
      number: expect.stringMatching(/^INV\d+$/),
      type: 'CustInvc',
      status: 'A',
      entity: '3002',
      currency: '4',
      foreigntotal: '20',
      foreignamountunpaid: '15',
      trandate: `${month}/${day}/${year}`,
      lastmodifieddate: expect.stringMatching(/^\d{1,2}\/\d{1,2}\/\d{4}$/),
      voided: 'F',
    })
  })

  it('names expressions without alias expr1, expr2 …', async () => {
    expect(await query(`select 1, id, count(*) from currency where id = 1 group by id`)).toEqual([
      { expr1: '1', id: '1', expr2: '1' },
    ])
  })

  it('comes in pages with links and the total', async () => {
    const { body } = await raw({ q: 'select id from currency order by id' }, '?limit=2&offset=4')
    expect(body).toMatchObject({
      count: 2,
      hasMore: false,
      offset: 4,
      totalResults: 6,
      items: [
        { links: [], id: '5' },
        { links: [], id: '6' },
      ],
      links: [{ rel: 'prev' }, { rel: 'first' }, { rel: 'self' }],
    })
    const past = await raw({ q: 'select id from currency' }, '?limit=10&offset=10')
    expect(past.body).toMatchObject({ count: 0, totalResults: 6, items: [] })
  })

  it('never has more than 100 000 rows', async () => {
    const everything = `select a.id from transactionline a, transactionline b, currency c, item d`
    const { body } = await raw({ q: everything }, '?limit=1')
    expect(body.totalResults).toBe(100_000)
    expect((await raw({ q: everything }, '?limit=1000&offset=100000')).status).toBe(400)
  })
})

describe('transactions', () => {
  it('have a main line and item lines with signs turned', async () => {
    const rows = await query(
      `select tl.id, tl.mainline, tl.item, tl.quantity, tl.rate, tl.foreignamount, tl.netamount, tl.memo
       from transactionline tl where tl.transaction = ? order by tl.linesequencenumber`,
      [invoice],
    )
    expect(rows).toEqual([
      { id: '0', mainline: 'T', foreignamount: '20', netamount: '23' },
      {
        id: '1',
        mainline: 'F',
        item: '101',
        quantity: '-2',
        rate: '10.5',
        foreignamount: '-21',
        netamount: '-24.15',
        memo: 'Seats',
      },
      { id: '2', mainline: 'F', item: '91', rate: '-1', foreignamount: '1', netamount: '1.15' },
    ])
  })

  it('are balanced in the ledger', async () => {
    const [row] = await query(
      `select sum(amount) as balance, sum(debit) as debit, max(amountunpaid) as unpaid
       from transactionaccountingline where transaction = ?`,
      [invoice],
    )
    expect(row).toEqual({ balance: '0', debit: '24.15', unpaid: '17.25' })
  })

  it('are linked to what pays them', async () => {
    const rows = await query(
      `select nextdoc, nexttype, linktype, foreignamount from nexttransactionlinelink where previousdoc = ?`,
      [invoice],
    )
    expect(rows).toEqual([
      { nextdoc: payment, nexttype: 'CustPymt', linktype: 'Payment', foreignamount: '5' },
    ])
  })

  it('show display values and compound codes', async () => {
    const [row] = await query(
      `select builtin.df(status) as status, BUILTIN.CF(status) as code, builtin.df(entity) as customer,
         BUILTIN.DF(t.currency) as currency, builtin.df(type) as type from transaction t where id = ?`,
      [invoice],
    )
    expect(row).toEqual({
      status: 'Invoice : Open',
      code: 'CustInvc:A',
      customer: 'CUS3002 Juniper & Sons',
      currency: 'Euro',
      type: 'Invoice',
    })
  })
})

describe('the language', () => {
  it.each<[string, string, unknown[], unknown]>([
    [
      'parameters',
      `select id from currency where symbol = ? and id > ?`,
      ['EUR', 1],
      [{ id: '4' }],
    ],
    ['a question mark in text', `select '?' as q from dual where 1 = ?`, [1], [{ q: '?' }]],
    [
      'IN lists',
      `select id from currency where symbol in (?, ?) order by 1 desc`,
      ['EUR', 'USD'],
      [{ id: '4' }, { id: '1' }],
    ],
    ['numbers written as text', `select id from currency where id = '4'`, [], [{ id: '4' }]],
    ['LIKE', `select id from currency where name like 'Jap%'`, [], [{ id: '5' }]],
    ['BETWEEN', `select count(*) n from currency where id between 2 and 4`, [], [{ n: '3' }]],
    [
      'text functions',
      `select upper('a') || lower('B') || substr('xyz', 2, 1) || trim(' c ') as t from dual`,
      [],
      [{ t: 'Abyc' }],
    ],
    [
      'NVL and COALESCE',
      `select nvl(memo, 'none') as memo, coalesce(otherrefnum, tranid, '-') as ref from transaction where id = 20001`,
      [],
      [{ memo: 'Typed in by hand', ref: 'PO-7700' }],
    ],
    [
      'CASE',
      `select case when id = 1 then 'base' else 'other' end as kind from currency where id in (1, 2) order by id`,
      [],
      [{ kind: 'base' }, { kind: 'other' }],
    ],
    [
      'DECODE',
      `select decode(symbol, 'USD', 1, 0) as usd from currency where id = 1`,
      [],
      [{ usd: '1' }],
    ],
    [
      'ROUND, ABS and arithmetic',
      `select round(abs(-2.345), 2) as r, 7-2 as s, -1 * 2 as m from dual`,
      [],
      [{ r: '2.35', s: '5', m: '-2' }],
    ],
    [
      'FETCH FIRST',
      `select id from currency order by id fetch first 2 rows only`,
      [],
      [{ id: '1' }, { id: '2' }],
    ],
    ['ROWNUM', `select id from currency where isinactive = 'F' and rownum <= 1`, [], [{ id: '1' }]],
    [
      'GROUP BY and HAVING',
      `select currencyprecision as p, count(*) as n from currency group by currencyprecision having count(*) = 1 order by p`,
      [],
      [
        { p: '0', n: '1' },
        { p: '3', n: '1' },
      ],
    ],
    [
      'DISTINCT',
      `select distinct currencyprecision as p from currency order by p`,
      [],
      [{ p: '0' }, { p: '2' }, { p: '3' }],
    ],
    [
      'subqueries',
      `select symbol from currency where id = (select min(id) from currency)`,
      [],
      [{ symbol: 'USD' }],
    ],
    [
      'IN with a subquery',
      `select symbol from currency c where id in (select t.currency from transaction t where t.externalid = 'in_query')`,
      [],
      [{ symbol: 'EUR' }],
    ],
    [
      'EXISTS',
      `select symbol from currency c where exists (select 1 from transaction t where t.currency = c.id and t.externalid = 'in_query')`,
      [],
      [{ symbol: 'EUR' }],
    ],
    [
      'WITH',
      `with e as (select id as key from currency where symbol = 'EUR') select e.key from e`,
      [],
      [{ key: '4' }],
    ],
    [
      'UNION ALL',
      `select 'a' as x from dual union all select 'b' from dual`,
      [],
      [{ x: 'a' }, { x: 'b' }],
    ],
    [
      'outer joins',
      `select c.symbol, t.id from currency c left join transaction t on t.currency = c.id and t.externalid = 'none' where c.id = 1`,
      [],
      [{ symbol: 'USD' }],
    ],
    [
      'dates',
      `select to_char(to_date('2026-01-31', 'YYYY-MM-DD'), 'DD.MM.YYYY') as d, trunc(to_date('2026-01-31', 'YYYY-MM-DD')) - 1 as y from dual`,
      [],
      [{ d: '31.01.2026', y: '1/30/2026' }],
    ],
    ['comments', `select /* one */ 1 as x from dual -- the end`, [], [{ x: '1' }]],
    ['empty text as nothing', `select '' as nothing, 'x' as x from dual`, [], [{ x: 'x' }]],
  ])('knows %s', async (_, q, params, rows) => {
    expect(await query(q, params)).toEqual(rows)
  })

  it('finds mail addresses without regard to capitals when asked to', async () => {
    const rows = await query(
      `select id, lower(email) as matched from customer where lower(email) in (?) and isinactive = 'F'`,
      ['ap@stranger1.example'],
    )
    expect(rows).toEqual([{ id: '3001', matched: 'ap@stranger1.example' }])
  })
})

describe('moments', () => {
  it('are in the zone of the account, not in UTC', async () => {
    await fetch(`${server.url}/_sandbox/settings`, {
      method: 'PATCH',
      body: JSON.stringify({ timeZone: 'Pacific/Kiritimati' }),
    })
    const [row] = await query(
      `select to_char(current_timestamp, 'YYYY-MM-DD HH24:MI') as here,
         to_char(sysdate, 'YYYY-MM-DD HH24:MI') as too from dual`,
    )
    const local = new Date(Date.now() + 14 * 3_600_000).toISOString().replace('T', ' ')
    expect(row?.here?.slice(0, 13)).toBe(local.slice(0, 13))
    expect(row?.too).toBe(row?.here)
    const after = `select id from transaction where id = ? and lastmodifieddate >= to_timestamp(?, 'YYYY-MM-DD HH24:MI:SS')`
    // The invoice may have been written in this very second: ask for the next minute.
    const soon = new Date(Date.now() + 14 * 3_600_000 + 60_000).toISOString().replace('T', ' ')
    expect(await query(after, [invoice, soon.slice(0, 19)])).toEqual([])
    expect(
      await query(after, [invoice, new Date().toISOString().slice(0, 19).replace('T', ' ')]),
    ).toHaveLength(1)
  })
})

describe('a query that is refused', () => {
  const opening =
    'Invalid search query. Detailed unprocessed description follows. Search error occurred: '

  it.each([
    [
      'an unknown column',
      `select nothing from transaction`,
      `Unknown identifier 'nothing'. Available identifiers are: {transaction=transaction}`,
    ],
    [
      'an unknown column of an alias',
      `select t.nothing from transaction t`,
      `Unknown identifier 't.nothing'. Available identifiers are: {t=transaction}`,
    ],
    ['an unknown table', `select id from nosuchtable`, `Invalid search type: nosuchtable.`],
    ['a table of Postgres', `select rolname from pg_roles`, `Invalid search type: pg_roles.`],
    ['a schema of Postgres', `select x from sandbox.calls`, `Invalid or unsupported search query.`],
    ['a function of Postgres', `select pg_sleep(9) from dual`, `Unknown function 'PG_SLEEP'.`],
    ['a change', `delete from transaction`, `Invalid or unsupported search query.`],
    [
      'two statements',
      `select 1 from dual; select 2 from dual`,
      `Invalid or unsupported search query.`,
    ],
    ['an ambiguous column', `select id from currency, item`, `Ambiguous identifier 'id'.`],
    ['text as a number', `select id from currency where id = 'x'`, `Invalid number: 'x'.`],
    [
      'an ISO date beside a date',
      `select id from transaction where trandate > '2026-01-01'`,
      `Invalid date value: '2026-01-01'. Use the format M/D/YYYY or the function TO_DATE.`,
    ],
  ])('%s', async (_, q, reason) => {
    expect(await raw({ q })).toMatchObject({
      status: 400,
      body: {
        'o:errorDetails': [
          {
            detail: `${opening}${reason}`,
            'o:errorCode': 'INVALID_PARAMETER',
            'o:errorQueryParam': 'q',
          },
        ],
      },
    })
  })

  it('one that lacks a group, a column, a text, the header Prefer or a possible page', async () => {
    expect((await raw({ q: 'select id, count(*) from currency' })).status).toBe(400)
    expect((await raw({ q: 'select from where' })).status).toBe(400)
    expect((await raw({ nothing: 1 })).status).toBe(400)
    expect(await raw({ q: 'select 1 from dual' }, '', {})).toMatchObject({
      status: 400,
      body: { 'o:errorDetails': [{ 'o:errorHeader': 'Prefer' }] },
    })
    for (const search of ['?limit=1001', '?limit=0', '?limit=10&offset=5', '?limit=x']) {
      expect((await raw({ q: 'select 1 from dual' }, search)).status).toBe(400)
    }
  })
})
