import { z } from 'zod'
import { NodeError } from '../../errors.ts'
import type { Json, JsonObject } from '../../json.ts'
import { isJsonObject } from '../../json.ts'
import { answerAs, RECORD } from './answer.ts'
import type { NetSuiteCaller } from './caller.ts'
import { NOT_FOUND } from './errors.ts'
import type { RecordId } from './record-path.ts'
import { recordPath } from './record-path.ts'
import type { AccountZone } from './time-zone.ts'
import { accountZone } from './time-zone.ts'

/** One row of a query: lower-case columns, every value a text, absent values left out. */
export type QueryRow = Record<string, string>

export interface QueryPage {
  rows: QueryRow[]
  hasMore: boolean
  total: number
}

/** A saved search of the account, as the Tributary RESTlet lists it. */
export interface SavedSearch {
  id: string
  title: string
  type: string
}

/** One page of a saved search's results; `page` counts from 0. */
export interface SearchPage {
  rows: { id: string; type: string; values: JsonObject }[]
  page: number
  pages: number
  total: number
}

/** What nodes may ask of NetSuite. Every call may throw NodeError. */
export interface NetSuiteReader {
  /** A record with its lines; null when it does not exist. */
  get(
    type: string,
    record: RecordId,
    options: { fields?: readonly string[]; signal: AbortSignal },
  ): Promise<JsonObject | null>
  /**
   * Internal ids of one page of a type's records. `q` is a condition such as
   * `email IS "ap@acme.test"`; the offset is a multiple of the limit, which is at most 1000.
   */
  list(
    type: string,
    options: { q?: string; limit?: number; offset?: number; signal: AbortSignal },
  ): Promise<{ ids: string[]; hasMore: boolean; total: number }>
  /** The lines of one list of a record, such as `item` or `apply`, all of them. */
  lines(
    type: string,
    record: RecordId,
    sublist: string,
    options: { signal: AbortSignal },
  ): Promise<JsonObject[]>
  /**
   * One page of a SuiteQL query. Values go in as `?` and params only. At most 1000 rows a page, and
   * the offset is a multiple of the limit. NetSuite gives 100,000 rows of a query at most: for more
   * see key-window.ts.
   */
  query(
    sql: string,
    params: readonly string[],
    options: { limit?: number; offset?: number; signal: AbortSignal },
  ): Promise<QueryPage>
  /** Names of the record types that the account has, custom ones included. */
  recordTypes(signal: AbortSignal): Promise<string[]>
  /** JSON schema of a record type as this account has it. */
  schema(type: string, signal: AbortSignal): Promise<JsonObject>
  /** NetSuite's own time, UTC: the clock for "changed since". */
  serverTime(signal: AbortSignal): Promise<Date>
  /** The zone of the account's times in SuiteQL; learnt once an hour. */
  zone(signal: AbortSignal): Promise<AccountZone>
  /** How many requests the account lets through at once; null when the role may not know. */
  concurrencyLimit(signal: AbortSignal): Promise<number | null>
  /** The account's saved searches; needs the Tributary RESTlet. */
  savedSearches(signal: AbortSignal): Promise<SavedSearch[]>
  /** One page of a saved search, optionally what was changed on or after `since`. */
  search(
    search: string,
    options: { page: number; pageSize: number; since?: Date | null; signal: AbortSignal },
  ): Promise<SearchPage>
  /** How far an asynchronous job is. */
  job(id: string, signal: AbortSignal): Promise<{ completed: boolean; progress: string }>
  /** The answer of a completed job's task: its body and where the record lies; throws its error. */
  jobResult(
    id: string,
    signal: AbortSignal,
    task?: number,
  ): Promise<{ body: Json; recordId: string | null }>
}

/** The reading half of an account, over its caller; `timeZone` is the account's, if it is known. */
export function netSuiteReader(
  { run, restlet }: NetSuiteCaller,
  timeZone: string | null,
): NetSuiteReader {
  let zone: { known: AccountZone; until: number; ahead: number } | null = null
  // By how much the server's clock is ahead of ours.
  let ahead = 0
  const read = (path: string, query: Record<string, string | undefined>, signal: AbortSignal) =>
    run({ method: 'GET', path, query, reading: true, signal })

  const reader: NetSuiteReader = {
    get: async (type, record, { fields, signal }) => {
      const query = { expandSubResources: 'true', fields: fields?.join(',') }
      return nullIfMissing(async () =>
        answerAs(RECORD, await read(recordPath(type, record), query, signal)),
      )
    },
    list: async (type, { q, limit = 1000, offset = 0, signal }) => {
      const query = { q, limit: String(limit), offset: String(offset) }
      const page = answerAs(LIST_PAGE, await read(recordPath(type), query, signal))
      const ids = page.items.map(({ id }) => String(id))
      return { ids, hasMore: page.hasMore, total: page.totalResults ?? ids.length }
    },
    lines: async (type, record, sublist, { signal }) => {
      const path = `${recordPath(type, record)}/${encodeURIComponent(sublist)}`
      const found = answerAs(LINES, await read(path, { expandSubResources: 'true' }, signal))
      return found.items
    },
    query: async (sql, params, { limit = 1000, offset = 0, signal }) => {
      const answer = await run({
        method: 'POST',
        path: '/services/rest/query/v1/suiteql',
        query: { limit: String(limit), offset: String(offset) },
        headers: { prefer: 'transient' },
        body: { q: sql, params: [...params] },
        reading: true,
        signal,
      })
      const page = answerAs(QUERY_PAGE, answer)
      return {
        rows: page.items.map(toRow),
        hasMore: page.hasMore,
        total: page.totalResults ?? page.items.length,
      }
    },
    recordTypes: async (signal) => {
      const catalog = answerAs(CATALOG, await read(CATALOG_PATH, {}, signal))
      return catalog.items.map(({ name }) => name)
    },
    schema: async (type, signal) => {
      const path = `${CATALOG_PATH}/${encodeURIComponent(type)}`
      const headers = { accept: 'application/schema+json' }
      return answerAs(RECORD, await run({ method: 'GET', path, headers, reading: true, signal }))
    },
    serverTime: async (signal) => {
      const answer = await read('/services/rest/system/v1/serverTime', {}, signal)
      const now = new Date(answerAs(SERVER_TIME, answer).serverTime)
      ahead = now.getTime() - Date.now()
      // A clock that was set, here or there: the zone may be in another season now.
      if (zone && Math.abs(ahead - zone.ahead) > ZONE_KEPT_MS) zone = null
      return now
    },
    zone: async (signal) => {
      if (zone && Date.now() < zone.until) return zone.known
      const known = await accountZone(reader, timeZone, signal)
      zone = { known, until: Date.now() + ZONE_KEPT_MS, ahead }
      return known
    },
    concurrencyLimit: async (signal) => {
      try {
        const answer = await read('/services/rest/system/v1/governanceLimits', {}, signal)
        return answerAs(GOVERNANCE, answer).accountConcurrencyLimit ?? null
      } catch (error) {
        // The page is for administrators only; every other role is refused or does not find it.
        if (error instanceof NodeError && error.exchange && HIDDEN.has(error.exchange.status))
          return null
        throw error
      }
    },
    savedSearches: async (signal) => {
      const answer = await restlet({ action: 'searches' }, { reading: true, signal })
      return answerAs(SEARCHES, answer).searches
    },
    search: async (search, { page, pageSize, since, signal }) => {
      const body: JsonObject = { action: 'search', search, page, pageSize }
      if (since) body.since = since.toISOString()
      const answer = await restlet(body, { reading: true, signal })
      return answerAs(SEARCH_PAGE, answer)
    },
    job: async (id, signal) => answerAs(JOB, await read(jobPath(id), {}, signal)),
    jobResult: async (id, signal, task = 1) => {
      const answer = await read(`${jobPath(id)}/task/${task}/result`, {}, signal)
      const recordId = /\/([^/?]+)\/?(?:\?.*)?$/.exec(answer.headers.location ?? '')?.[1] ?? null
      return { body: answer.body ?? null, recordId }
    },
  }
  return reader
}

/** Clocks change on the hour, so what was learnt an hour ago may be out of date. */
const ZONE_KEPT_MS = 3_600_000

async function nullIfMissing<T>(work: () => Promise<T>): Promise<T | null> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof NodeError && error.code === NOT_FOUND) return null
    throw error
  }
}

const CATALOG_PATH = '/services/rest/record/v1/metadata-catalog'

const jobPath = (id: string) => `/services/rest/async/v1/job/${encodeURIComponent(id)}`

/** Answers to somebody who may not see the account's limits. */
const HIDDEN = new Set([400, 403, 404])

function toRow(item: JsonObject): QueryRow {
  const values = Object.entries(item).flatMap(([name, value]) =>
    name === 'links' || value === null || typeof value === 'object'
      ? []
      : [[name.toLowerCase(), String(value)]],
  )
  return Object.fromEntries(values)
}

const ITEM = z.custom<JsonObject>(isJsonObject)

const QUERY_PAGE = z.object({
  items: z.array(ITEM),
  hasMore: z.boolean(),
  totalResults: z.number().optional(),
})

const LIST_PAGE = z.object({
  items: z.array(z.object({ id: z.union([z.string(), z.number()]) })),
  hasMore: z.boolean(),
  totalResults: z.number().optional(),
})

const LINES = z.object({ items: z.array(ITEM).default([]) })

const CATALOG = z.object({ items: z.array(z.object({ name: z.string() })) })

const SERVER_TIME = z.object({ serverTime: z.iso.datetime({ offset: true }) })

const GOVERNANCE = z.object({ accountConcurrencyLimit: z.number().optional() })

const JOB = z.object({ completed: z.boolean(), progress: z.string().default('') })

const SEARCHES = z.object({
  searches: z.array(z.object({ id: z.string(), title: z.string(), type: z.string().default('') })),
})

const SEARCH_PAGE = z.object({
  rows: z.array(
    z.object({ id: z.coerce.string(), type: z.string().default(''), values: ITEM.default({}) }),
  ),
  page: z.number(),
  pages: z.number(),
  total: z.number(),
})
