import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createSetupRecords } from '../records/setup-records.ts'
import { startTestServer, type TestServer } from '../test-server.ts'
import { runSuiteQl } from './run.ts'
import { tablesOf } from './tables.ts'

const PATH = '/services/rest/query/v1/suiteql'

let server: TestServer
let customer: string
let invoice: string
let memo: string

beforeAll(async () => {
  server = await startTestServer()
  customer = await server.create('customer', {
    companyName: '10% Co_op',
    subsidiary: '1',
    email: 'ap@coop.example',
    addressBook: {
      items: [
        {
          label: 'Bill',
          defaultBilling: true,
          addressBookAddress: { addr1: '1 Main', city: 'Austin', country: 'US' },
        },
        { label: 'Ship', defaultShipping: true, addressBookAddress: { city: 'Waco' } },
      ],
    },
  })
  invoice = await server.create('invoice', {
    entity: customer,
    externalId: 'in_dialect',
    memo: 'one',
    item: { items: [{ item: 101, quantity: 2, rate: 10 }] },
  })
  memo = await server.create('creditMemo', {
    entity: customer,
    item: { items: [{ item: 101, quantity: 1, rate: 5 }] },
    apply: { items: [{ doc: invoice, apply: true, amount: 5 }] },
  })
})
afterAll(() => server.close())

const query = (q: string, params?: unknown[]) => server.query(q, params)
const refusal = async (q: string) => {
  const { status, body } = await server.call('POST', PATH, { q }, { Prefer: 'transient' })
  return { status, text: JSON.stringify(body) }
}
const settings = (change: object) =>
  fetch(`${server.url}/_sandbox/settings`, { method: 'PATCH', body: JSON.stringify(change) })

describe("Oracle's dialect", () => {
  it.each<[string, string, unknown]>([
    [
      'old outer joins',
      `select c.symbol, t.id from currency c, transaction t
       where c.id = t.currency(+) and t.externalid(+) = 'none' and c.id = 1`,
      [{ symbol: 'USD' }],
    ],
    [
      'a query in FROM without a name',
      `select id from (select id from currency order by id desc) where rownum <= 2`,
      [{ id: '6' }, { id: '5' }],
    ],
    [
      'ROWNUM as a column',
      `select * from (select a.id, rownum as rn from (select id from currency order by id) a
         where rownum < 4) where rn > 2`,
      [{ id: '3', rn: '3' }],
    ],
    [
      'ROWNUM before grouping',
      `select count(*) as n from currency where rownum <= 4`,
      [{ n: '4' }],
    ],
    ['TOP', `select top 2 id from currency order by id`, [{ id: '1' }, { id: '2' }]],
    [
      'OFFSET and FETCH NEXT',
      `select id from currency order by id offset 4 rows fetch next 1 row only`,
      [{ id: '5' }],
    ],
    ['FETCH FIRST ROW', `select id from currency order by 1 fetch first row only`, [{ id: '1' }]],
    ['MINUS', `select id from currency minus select id from currency where id > 1`, [{ id: '1' }]],
    ['INTERSECT', `select id from currency intersect select 2 from dual`, [{ id: '2' }]],
    [
      'set operations from left to right, ordered as a whole',
      `select 2 as x from dual union all select 2 from dual union select 1 from dual order by x`,
      [{ x: '1' }, { x: '2' }],
    ],
    [
      'LIKE without an escape character, and with one',
      `select companyname as n from customer where companyname like '10!%%' escape '!'
         and companyname not like '10\\%%'`,
      [{ n: '10% Co_op' }],
    ],
    ['^=', `select id from currency where id ^= 1 and id < 3`, [{ id: '2' }]],
    [
      'words that Postgres reserves',
      `select id as order, symbol as end from currency where id = 1`,
      [{ order: '1', end: 'USD' }],
    ],
    [
      'windows',
      `select symbol, row_number() over (partition by currencyprecision order by id desc) as n
       from currency where id > 4 order by id`,
      [
        { symbol: 'JPY', n: '1' },
        { symbol: 'KWD', n: '1' },
      ],
    ],
    [
      'LISTAGG',
      `select listagg(symbol, ',') within group (order by symbol desc) as l
       from currency where id < 4`,
      [{ l: 'USD,GBP,CAD' }],
    ],
    [
      'SUBSTR from the end and INSTR by occurrence',
      `select substr('hello', -3) a, substr('hello', 0, 2) b, substr('hi', -3) c,
         instr('abcabc', 'c', 1, 2) d from dual`,
      [{ a: 'llo', b: 'he', d: '6' }],
    ],
    [
      'empty text as NULL',
      `select nvl('', 'none') a, 'a' || null || 'b' b from dual where '' is null`,
      [{ a: 'none', b: 'ab' }],
    ],
    [
      'months and weeks',
      `select months_between(to_date('2026-03-31', 'YYYY-MM-DD'), to_date('2026-02-28', 'YYYY-MM-DD')) m,
         add_months(to_date('2026-01-31', 'YYYY-MM-DD'), 1) a,
         trunc(to_date('2026-11-25', 'YYYY-MM-DD'), 'DAY') d,
         trunc(to_date('2026-11-25', 'YYYY-MM-DD'), 'IW') w from dual`,
      [{ m: '1', a: '2/28/2026', d: '11/22/2026', w: '11/23/2026' }],
    ],
    [
      'moments with their own zone',
      `select to_char(to_timestamp_tz('2026-11-01T12:00:00Z', 'YYYY-MM-DD"T"HH24:MI:SSTZH:TZM'), 'HH24') as h
       from dual`,
      [{ h: '04' }],
    ],
    [
      'BUILTIN.RELATIVE_RANGES',
      `select builtin.relative_ranges('DAGO1', 'START') - trunc(sysdate) as d from dual`,
      [{ d: '-1' }],
    ],
    ['REGEXP_LIKE', `select id from currency where regexp_like(symbol, '^U')`, [{ id: '1' }]],
    [
      'subqueries in the list of columns',
      `select (select max(id) from currency) as m from dual`,
      [{ m: '6' }],
    ],
  ])('knows %s', async (_, q, rows) => {
    expect(await query(q)).toEqual(rows)
  })

  it('finds addresses by the keys of customers and of their address books', async () => {
    const byDefault = `select a.city, a.country from customer c
      join entityaddress a on a.nkey = c.defaultbillingaddress where c.id = ?`
    expect(await query(byDefault, [customer])).toEqual([{ city: 'Austin', country: 'US' }])
    const byBook = `select b.label, a.city, b.defaultshipping from customeraddressbook b
      join customeraddressbookentityaddress a on a.nkey = b.addressbookaddress
      where b.entity = ? order by b.internalid`
    expect(await query(byBook, [customer])).toEqual([
      { label: 'Bill', city: 'Austin', defaultshipping: 'F' },
      { label: 'Ship', city: 'Waco', defaultshipping: 'T' },
    ])
  })

  it('turns the signs of what gives money back', async () => {
    const lines = `select l.mainline, l.quantity, l.foreignamount from transactionline l
      where l.transaction = ? order by l.id`
    expect(await query(lines, [memo])).toEqual([
      { mainline: 'T', foreignamount: '-5' },
      { mainline: 'F', quantity: '1', foreignamount: '5' },
    ])
    const links = `select nextdoc, previoustype, nexttype, foreignamount
      from previoustransactionlinelink where previousdoc = ? and linktype = 'Payment'`
    expect(await query(links, [invoice])).toEqual([
      { nextdoc: memo, previoustype: 'CustInvc', nexttype: 'CustCred', foreignamount: '5' },
    ])
  })

  it('lists what was deleted', async () => {
    const gone = await server.create('customer', { companyName: 'Gone', subsidiary: '1' })
    await server.call('DELETE', `/services/rest/record/v1/customer/${gone}`)
    const rows = await query(
      `select type, recordid from deletedrecord where type = 'customer' and deleteddate >= sysdate - 1`,
    )
    expect(rows).toEqual([{ type: 'customer', recordid: gone }])
  })
})

describe('the columns', () => {
  it('follow the custom fields of the account while it runs', async () => {
    const q = `select custbody_region from transaction where id = ?`
    expect((await refusal(q)).status).toBe(400)
    const field = { id: 'custbody_region', label: 'Region' }
    await fetch(`${server.url}/_sandbox/custom-fields`, {
      method: 'POST',
      body: JSON.stringify(field),
    })
    const path = `/services/rest/record/v1/invoice/${invoice}`
    await server.call('PATCH', path, { custbody_region: 'West' })
    expect(await query(q, [invoice])).toEqual([{ custbody_region: 'West' }])
  })

  it('know no subsidiary where the account is not OneWorld', async () => {
    await settings({ oneWorld: false })
    const column = await refusal('select subsidiary from transaction')
    expect(column.text).toContain(`Unknown identifier 'subsidiary'`)
    const table = await refusal('select id from subsidiary')
    expect(table.text).toContain('Invalid search type: subsidiary.')
    expect((await query('select * from customer where id = 3001'))[0]).not.toHaveProperty(
      'subsidiary',
    )
    await settings({ oneWorld: true })
    expect(await query('select id from subsidiary where id = 1')).toHaveLength(1)
  })
})

describe('hostile queries', () => {
  it.each([
    `select id from transaction; drop table sandbox.netsuite_records`,
    `with x as (delete from transaction returning id) select * from x`,
    `select id into stolen from transaction`,
    `select * from pg_catalog.pg_authid`,
    `select * from "sandbox"."netsuite_account"`,
    `select (select data from sandbox.netsuite_account) from dual`,
    `select * from generate_series(1, 100000000)`,
    `select pg_sleep(1) from dual`,
    `select current_setting('data_directory') from dual`,
    `select version() from dual`,
    `select id::text from transaction`,
    `select t.fields from transaction t`,
    `select * from transaction for update`,
    `select id from transaction limit 5`,
    `select [id] from transaction`,
    `select "id; drop table x" from transaction`,
    `select id from "transaction; drop table x"`,
    `values (1)`,
    `truncate sandbox.netsuite_records`,
    `copy transaction to '/tmp/x'`,
  ])('are refused: %s', async (q) => {
    const before = await server.sql`select count(*) from sandbox.netsuite_records`
    expect((await refusal(q)).status).toBe(400)
    expect(await server.sql`select count(*) from sandbox.netsuite_records`).toEqual(before)
  })

  it('are taken as text where they are text', async () => {
    const text = `'; drop table sandbox.netsuite_records; --`
    expect(
      await query(`select ? as a, '${text.replaceAll("'", "''")}' as b from dual`, [text]),
    ).toEqual([{ a: text, b: text }])
  })

  it('do not tell what they were compiled to', async () => {
    const { text } = await refusal(`select id, count(*) from transaction`)
    expect(text).toContain('Not a GROUP BY expression.')
    expect(text).not.toContain('netsuite_records')
  })

  it('that would run for ever are stopped', async () => {
    const { types } = await createSetupRecords(server.sql).get()
    const all = Array.from({ length: 7 }, (_, index) => `transactionline l${index}`).join(', ')
    const endless = runSuiteQl(server.sql, {
      q: `select max(l0.id) from ${all}`,
      params: [],
      limit: 1,
      offset: 0,
      timeZone: 'UTC',
      tables: tablesOf(types),
      now: new Date(),
      timeLimitMs: 50,
    })
    await expect(endless).rejects.toThrow('The query took too long and was stopped.')
  })
})
