import { Hono } from 'hono'
import type postgres from 'postgres'
import { z } from 'zod'
import type { SandboxEnv } from '../../context.ts'
import { NetSuiteError } from '../errors.ts'
import { runSuiteQl } from '../suiteql/run.ts'
import type { QueryTools } from '../suiteql/route.ts'
import { tablesOf } from '../suiteql/tables.ts'

/** A search somebody saved in the account. The stand-in keeps it as SuiteQL that selects `id`. */
interface SavedSearch {
  id: string
  title: string
  /** Record type of its rows, lower case, such as `invoice`. */
  type: string
  query: string
}

/** One page of a saved search. */
interface SearchPage {
  rows: { id: string; type: string; values: Record<string, string> }[]
  page: number
  pages: number
  total: number
}

/** Creates the table of saved searches, with the three that Tributary's flows begin with. */
export async function createSavedSearches(tx: postgres.TransactionSql): Promise<void> {
  const [existing] = await tx<{ found: string | null }[]>`
    select to_regclass('sandbox.netsuite_saved_searches')::text as found`
  if (typeof existing?.found === 'string') return
  await tx`create table sandbox.netsuite_saved_searches (
    id text primary key, title text not null, type text not null, query text not null)`
  await tx`insert into sandbox.netsuite_saved_searches ${tx(SEEDED)}`
}

export async function listSavedSearches(sql: postgres.Sql): Promise<SavedSearch[]> {
  return sql<SavedSearch[]>`
    select id, title, type, query from sandbox.netsuite_saved_searches order by title, id`
}

/**
 * Runs a page of a saved search, in order of internal ids. `page` counts from 0; `since` = only
 * records modified at or after this moment (ISO 8601, UTC). Raises NetSuiteError when the search can
 * no longer be run.
 */
export async function runSavedSearch(
  { sql, account, setup, now }: QueryTools,
  search: Pick<SavedSearch, 'type' | 'query'>,
  wanted: { page: number; pageSize: number; since: string | null },
): Promise<SearchPage> {
  const { page, pageSize, since } = wanted
  const table = TABLES[search.type] ?? search.type
  const changed = `where id in (select id from ${table}
    where lastmodifieddate >= to_timestamp_tz(?, 'YYYY-MM-DD"T"HH24:MI:SSTZH:TZM'))`
  const found = await runSuiteQl(sql, {
    q: `select * from (${search.query}) ${since === null ? '' : changed} order by id`,
    params: since === null ? [] : [`${new Date(since).toISOString().slice(0, 19)}Z`],
    limit: pageSize,
    offset: page * pageSize,
    timeZone: (await account.get()).settings.timeZone,
    tables: tablesOf((await setup.get()).types),
    now: now(),
  })
  return {
    rows: found.items.map(({ id = '', ...values }) => ({ id, type: search.type, values })),
    page,
    pages: Math.ceil(found.total / pageSize),
    total: found.total,
  }
}

/** `/_sandbox/saved-searches`: lists, adds (or replaces) and removes saved searches. */
export function savedSearchRoutes(tools: QueryTools): Hono<SandboxEnv> {
  const { sql } = tools
  const app = new Hono<SandboxEnv>()
  app.get('/', async (c) => c.json(await listSavedSearches(sql)))
  app.post('/', async (c) => {
    const body: unknown = await c.req.json()
    const search = savedSearchSchema.parse(body)
    // A search that cannot run is refused now rather than when a flow needs it.
    await runSavedSearch(tools, search, { page: 0, pageSize: 1, since: null })
    await sql`insert into sandbox.netsuite_saved_searches ${sql(search)}
      on conflict (id) do update
      set title = excluded.title, type = excluded.type, query = excluded.query`
    return c.json(search, 201)
  })
  app.delete('/:id', async (c) => {
    const id = c.req.param('id')
    const gone =
      await sql`delete from sandbox.netsuite_saved_searches where id = ${id} returning id`
    if (gone.length === 0) return c.json({ error: `There is no saved search ${id}.` }, 404)
    return c.body(null, 204)
  })
  app.onError((error, c) => {
    if (error instanceof z.ZodError) return c.json({ error: z.prettifyError(error) }, 400)
    if (error instanceof SyntaxError) return c.json({ error: error.message }, 400)
    if (error instanceof NetSuiteError) return c.json({ error: error.message }, 400)
    throw error
  })
  return app
}

const savedSearchSchema = z.strictObject({
  id: z.string().regex(/^customsearch_?[a-z0-9_]+$/),
  title: z.string().min(1),
  type: z.string().min(1).toLowerCase(),
  query: z.string().min(1),
})

/** Record type → the SuiteQL table its records are in, where that has another name. */
const TABLES: Record<string, string> = {
  invoice: 'transaction',
  creditmemo: 'transaction',
  customerpayment: 'transaction',
  customerrefund: 'transaction',
  journalentry: 'transaction',
}

const INVOICE_COLUMNS = `t.id, t.tranid, t.entity, BUILTIN.DF(t.entity) AS customer, t.currency,
  TO_CHAR(t.trandate, 'YYYY-MM-DD') AS trandate, TO_CHAR(t.duedate, 'YYYY-MM-DD') AS duedate,
  t.foreigntotal AS total, t.foreignamountunpaid AS amountremaining, t.otherrefnum, t.memo,
  t.custbody_stripe_invoice_id`

const SEEDED: SavedSearch[] = [
  {
    id: 'customsearch_stripe_customers',
    title: 'Stripe: customers to export',
    type: 'customer',
    query: `SELECT id, entityid, companyname, firstname, lastname, isperson, email, phone, currency,
      custentity_stripe_customer_id FROM customer WHERE email IS NOT NULL AND isinactive = 'F'`,
  },
  {
    id: 'customsearch_stripe_open_invoices',
    title: 'Stripe: open invoices to export',
    type: 'invoice',
    query: `SELECT ${INVOICE_COLUMNS} FROM transaction t WHERE t.type = 'CustInvc'
      AND t.status = 'A' AND t.custbody_stripe_invoice_id IS NULL`,
  },
  {
    id: 'customsearch_stripe_paid_invoices',
    title: 'Stripe: paid invoices with a Stripe id',
    type: 'invoice',
    query: `SELECT ${INVOICE_COLUMNS} FROM transaction t WHERE t.type = 'CustInvc'
      AND t.status = 'B' AND t.custbody_stripe_invoice_id IS NOT NULL`,
  },
]
