import type postgres from 'postgres'
import { z } from 'zod'
import type { SandboxRequest } from '../../context.ts'
import type { AccountStore } from '../account/account.ts'
import { invalidContent, NetSuiteError } from '../errors.ts'
import { collectionPage, parsePage } from '../records/paging.ts'
import { parseJson } from '../records/parse-body.ts'
import { queryError } from './query-error.ts'
import type { SetupRecords } from '../records/setup-records.ts'
import { runSuiteQl } from './run.ts'
import { tablesOf } from './tables.ts'
import { visibleTables } from '../account/visible-tables.ts'

/** What running queries needs of the account. */
export interface QueryTools {
  sql: postgres.Sql
  account: AccountStore
  setup: SetupRecords
  /** The account's clock, UTC. */
  now: () => Date
}

/** `POST /services/rest/query/v1/suiteql`. */
export function suiteQlRoute(tools: QueryTools) {
  const { sql, account, setup, now } = tools
  return async (c: SandboxRequest): Promise<Response> => {
    if (!/\btransient\b/i.test(c.req.header('prefer') ?? '')) {
      throw new NetSuiteError(400, {
        detail: `The required request header 'Prefer' is missing or not valid. It must be 'transient'.`,
        'o:errorCode': 'INVALID_HEADER',
        'o:errorHeader': 'Prefer',
      })
    }
    const url = new URL(c.req.url)
    const page = parsePage(url.searchParams)
    const body = bodySchema.safeParse(parseJson(await c.req.text()))
    if (!body.success)
      throw invalidContent('Invalid content in the request body: q is missing.', 'q')
    if (page.offset >= 100_000) throw queryError('A query returns at most 100000 results.')
    const { q, params } = body.data
    const { timeZone, deniedPermissions } = (await account.get()).settings
    const tables = visibleTables(tablesOf((await setup.get()).types), deniedPermissions)
    const found = await runSuiteQl(sql, { q, params, ...page, timeZone, tables, now: now() })
    const items = found.items.map((item) => ({ links: [], ...item }))
    return new Response(JSON.stringify(collectionPage(url, page, found.total, items)), {
      headers: { 'Content-Type': 'application/vnd.oracle.resource+json; type=collection' },
    })
  }
}

const bodySchema = z.object({
  q: z.string().min(1),
  params: z
    .array(
      z.union([
        z.string(),
        z.number(),
        z.null(),
        z.boolean().transform((value) => (value ? 'T' : 'F')),
      ]),
    )
    .default([]),
})
