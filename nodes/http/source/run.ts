import { NodeError } from '../../errors.ts'
import { isJsonObject, type Json } from '../../json.ts'
import type { ConfigOf } from '../../kind.ts'
import { source, type SourceContext, type SourceRecord } from '../../runner.ts'
import { refusedAnswer } from '../refused-answer.ts'
import { request } from '../request.ts'
import { httpSource } from './kind.ts'

/** Reads one page per request; the cursor is the value of the "next page" parameter. */
export const runHttpSource = source(httpSource, {
  read: async (config, context, cursor) => {
    const answer = await request({
      method: 'GET',
      url: pageUrl(config, context, cursor),
      headers: Object.fromEntries(config.headers.map(({ name, value }) => [name, value])),
      signal: context.signal,
    })
    const refused = refusedAnswer('GET', answer)
    if (refused) throw refused
    const page = { key: '', record: answer.json ?? null }
    const list = await config.records(page)
    if (!Array.isArray(list)) throw wrong('records', 'The answer holds no list of records there.')
    const records: SourceRecord[] = []
    for (const one of list) records.push(await toRecord(config, one))
    const { ids } = context
    return {
      records: ids ? records.filter(({ key }) => ids.includes(key)) : records,
      next: await nextCursor(config, page.record, { records, cursor }),
    }
  },
})

type Config = ConfigOf<typeof httpSource>

function pageUrl(config: Config, context: SourceContext<undefined>, cursor: Json): string {
  if (!URL.canParse(config.url)) return config.url
  const url = new URL(config.url)
  const { since, pageSize } = context
  if (config.limitParam) url.searchParams.set(config.limitParam, String(pageSize))
  if (config.sinceParam && since) url.searchParams.set(config.sinceParam, since.toISOString())
  if (config.cursorParam && typeof cursor === 'string') {
    url.searchParams.set(config.cursorParam, cursor)
  }
  return url.href
}

async function toRecord(config: Config, record: Json): Promise<SourceRecord> {
  if (!isJsonObject(record)) throw wrong('records', 'The list holds something that is no record.')
  const key = await config.key({ key: '', record })
  if ((typeof key === 'string' && key !== '') || typeof key === 'number') {
    return { key: String(key), record }
  }
  throw wrong('key', 'A record has no key.')
}

/** null at the end. A cursor that does not move would read the same page for ever. */
async function nextCursor(
  config: Config,
  page: Json,
  at: { records: readonly SourceRecord[]; cursor: Json },
): Promise<Json> {
  if ((await config.hasMore({ key: '', record: page })) !== true) return null
  const given = await config.next({ key: '', record: page })
  const next = given === undefined || given === null ? at.records.at(-1)?.key : String(given)
  if (next === undefined || next === at.cursor) {
    throw wrong('next', 'The answer says that there is another page, but not which.')
  }
  return next
}

function wrong(field: string, fact: string): NodeError {
  return new NodeError({
    class: 'parse',
    code: 'unexpected-answer',
    field,
    message: `${fact} Compare the expression with an answer of the address.`,
  })
}
