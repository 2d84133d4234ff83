import { z } from 'zod'
import type { Client, OpenConnection } from '../connection.ts'
import { NodeError } from '../errors.ts'
import type { JsonObject } from '../json.ts'
import { isJsonObject } from '../json.ts'
import type { Call } from './caller.ts'
import { netSuiteCaller } from './caller.ts'
import { NOT_FOUND } from './errors.ts'
import type { NetSuiteAnswer } from './transport.ts'

/** A record by its internal id or by our external id. */
export type RecordId = { id: string } | { externalId: string }

/** One row of a query: lower-case columns, every value a text, absent values left out. */
export type QueryRow = Record<string, string>

export interface QueryPage {
  rows: QueryRow[]
  hasMore: boolean
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
   * One page of a SuiteQL query. Values go in as `?` and params only. At most 1000 rows a page, and
   * the offset is a multiple of the limit.
   */
  query(
    sql: string,
    params: readonly string[],
    options: { limit?: number; offset?: number; signal: AbortSignal },
  ): Promise<QueryPage>
  /** NetSuite's own time, UTC: the clock for "changed since". */
  serverTime(signal: AbortSignal): Promise<Date>
  /** How many requests the account lets through at once; null when the role may not know. */
  concurrencyLimit(signal: AbortSignal): Promise<number | null>
}

/** What nodes may change in NetSuite. Each write gives the internal id of the record written. */
export interface NetSuiteWriter {
  /** As the reader's: a refused duplicate is looked up before it is changed. */
  get: NetSuiteReader['get']
  create(type: string, body: JsonObject, signal: AbortSignal): Promise<string>
  /** Changes the fields given; the lines of the sublists in `replace` become exactly those given. */
  update(
    type: string,
    id: string,
    body: JsonObject,
    options: { replace?: readonly string[]; signal: AbortSignal },
  ): Promise<string>
  /** Creates or changes by external id. */
  upsert(
    type: string,
    externalId: string,
    body: JsonObject,
    options: { replace?: readonly string[]; signal: AbortSignal },
  ): Promise<string>
  /** Makes a record of another type out of one, such as a customer payment of an invoice. */
  transform(
    type: string,
    record: RecordId,
    target: string,
    body: JsonObject,
    signal: AbortSignal,
  ): Promise<string>
}

/** Opens a NetSuite account: record service and SuiteQL behind the connection's gate. */
export function openNetSuite(connection: OpenConnection): Client<NetSuiteReader, NetSuiteWriter> {
  const caller = netSuiteCaller(connection)
  const run = caller.run
  const write = async (call: Omit<Call, 'reading'>) =>
    writtenId(await run({ ...call, reading: false }))

  const get: NetSuiteReader['get'] = async (type, record, { fields, signal }) => {
    const query = { expandSubResources: 'true', fields: fields?.join(',') }
    const path = recordPath(type, record)
    try {
      const answer = await run({ method: 'GET', path, query, reading: true, signal })
      return RECORD.parse(answer.body)
    } catch (error) {
      if (error instanceof NodeError && error.code === NOT_FOUND) return null
      throw error
    }
  }

  return {
    read: {
      get,
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
        const page = QUERY_PAGE.parse(answer.body)
        return {
          rows: page.items.map(toRow),
          hasMore: page.hasMore,
          total: page.totalResults ?? page.items.length,
        }
      },
      serverTime: async (signal) => {
        const path = '/services/rest/system/v1/serverTime'
        const answer = await run({ method: 'GET', path, reading: true, signal })
        return new Date(SERVER_TIME.parse(answer.body).serverTime)
      },
      concurrencyLimit: async (signal) => {
        const path = '/services/rest/system/v1/governanceLimits'
        try {
          const answer = await run({ method: 'GET', path, reading: true, signal })
          return GOVERNANCE.parse(answer.body).accountConcurrencyLimit ?? null
        } catch (error) {
          // The page is for administrators only; every other role is refused or does not find it.
          if (error instanceof NodeError && !error.credentials) return null
          throw error
        }
      },
    },
    write: {
      get,
      create: (type, body, signal) =>
        write({ method: 'POST', path: recordPath(type), body, signal }),
      update: (type, id, body, { replace, signal }) =>
        write({
          method: 'PATCH',
          path: recordPath(type, { id }),
          query: { replace: replace?.join(',') },
          body,
          signal,
        }),
      upsert: (type, externalId, body, { replace, signal }) =>
        write({
          method: 'PUT',
          path: recordPath(type, { externalId }),
          query: { replace: replace?.join(',') },
          body,
          signal,
        }),
      transform: (type, record, target, body, signal) =>
        write({
          method: 'POST',
          path: `${recordPath(type, record)}/!transform/${encodeURIComponent(target)}`,
          body,
          signal,
        }),
    },
    close: () => caller.close(),
  }
}

function recordPath(type: string, record?: RecordId): string {
  const path = `/services/rest/record/v1/${encodeURIComponent(type)}`
  if (!record) return path
  return 'id' in record
    ? `${path}/${encodeURIComponent(record.id)}`
    : `${path}/eid:${encodeURIComponent(record.externalId)}`
}

/** The new id is the last part of the Location header and nowhere else. */
function writtenId(answer: NetSuiteAnswer): string {
  const id = /\/([^/?]+)\/?(?:\?.*)?$/.exec(answer.headers.location ?? '')?.[1]
  if (id) return decodeURIComponent(id)
  throw new NodeError({
    class: 'intermittent',
    code: 'no-location',
    message: 'NetSuite has taken the record but did not say its id. It is looked for by itself.',
    outcomeUnknown: true,
    exchange: answer.exchange,
  })
}

function toRow(item: JsonObject): QueryRow {
  const values = Object.entries(item).flatMap(([name, value]) =>
    name === 'links' || value === null || typeof value === 'object'
      ? []
      : [[name.toLowerCase(), String(value)]],
  )
  return Object.fromEntries(values)
}

const RECORD = z.custom<JsonObject>(isJsonObject)

const QUERY_PAGE = z.object({
  items: z.array(z.custom<JsonObject>(isJsonObject)),
  hasMore: z.boolean(),
  totalResults: z.number().optional(),
})

const SERVER_TIME = z.object({ serverTime: z.iso.datetime({ offset: true }) })

const GOVERNANCE = z.object({ accountConcurrencyLimit: z.number().optional() })
