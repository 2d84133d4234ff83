import type postgres from 'postgres'
import { collectionPage, parsePage } from './paging.ts'
import { filterSql } from './query-filter.ts'
import { linksTo, type Json } from './read-record.ts'
import type { RecordType } from './record-types.ts'

/** A page of records, ids and links only, as NetSuite lists them; `url` = the address asked. */
export async function listRecords(
  sql: postgres.Sql,
  type: RecordType,
  root: string,
  url: URL,
): Promise<Json> {
  const page = parsePage(url.searchParams)
  const q = url.searchParams.get('q')
  const where = q === null || q.trim() === '' ? sql`true` : filterSql(sql, type, q)
  const rows = await sql<{ id: string | null; total: string }[]>`
    with found as (
      select id from sandbox.netsuite_records
      where family = ${type.family} and type = ${type.name} and (${where})
    )
    select id::text, total::text
    from (select count(*) as total from found) counted
    left join (select id from found order by id limit ${page.limit} offset ${page.offset}) page on true
    order by page.id`
  const items = rows.flatMap(({ id }): Json[] =>
    id === null ? [] : [{ links: linksTo(`${root}/${type.name}/${id}`), id }],
  )
  return collectionPage(url, page, Number(rows[0]?.total ?? 0), items)
}
