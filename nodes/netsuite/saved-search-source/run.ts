import { z } from 'zod'
import { source } from '../../runner.ts'
import type { NetSuiteReader } from '../client/client.ts'
import { netsuiteSavedSearchSource } from './kind.ts'

/**
 * Reads a saved search page by page. The results may move while they are read, so a record can come
 * twice; what changes meanwhile comes again with the next run.
 */
export const runNetsuiteSavedSearchSource = source<
  typeof netsuiteSavedSearchSource,
  NetSuiteReader
>(netsuiteSavedSearchSource, {
  mayRepeat: true,
  read: async (config, context, cursor) => {
    const { client, ids, signal } = context
    const page = PAGE.parse(cursor ?? 0)
    // SuiteScript takes pages of 5 to 1000 results.
    const pageSize = Math.min(1000, Math.max(5, context.pageSize))
    const since = config.onlyChanged && !ids ? context.since : null
    const found = await client.search(config.search, { page, pageSize, since, signal })
    const wanted = ids ? new Set(ids) : null
    const rows = found.rows.filter(({ id }) => !wanted || wanted.has(id))
    return {
      records: [...new Map(rows.map((row) => [row.id, row])).values()].map(
        ({ id, type, values }) => ({ key: id, record: { ...values, id, type } }),
      ),
      next: page + 1 < found.pages ? page + 1 : null,
    }
  },
})

const PAGE = z.number()
