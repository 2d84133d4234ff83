import { z } from 'zod'
import type { JobTask, KeptAnswer } from './async-jobs.ts'
import { invalidContent, invalidParameter } from '../errors.ts'
import { parseJson } from '../records/parse-body.ts'

/** Most records of one batch. */
const BATCH_LIMIT = 100

/**
 * Whether a request is about many records at once: a body of the media type `type=collection`, or
 * `?ids=` (https://docs.oracle.com/en/cloud/saas/netsuite/ns-online-help/article_0127092747.html).
 */
export function isBatch(request: Request): boolean {
  const { method, url, headers } = request
  if (method === 'GET' || method === 'DELETE') return new URL(url).searchParams.has('ids')
  return /type\s*=\s*"?collection/i.test(headers.get('content-type') ?? '')
}

/** The requests a batch stands for, one task each. `root` = where the record service begins. */
export function batchTasks(request: Request, body: string, root: string): JobTask[] {
  const url = new URL(request.url)
  const [type = '', more] = url.pathname.slice(root.length).split('/').filter(Boolean)
  if (more !== undefined) throw invalidContent('A batch is sent to the address of a record type.')
  const at = (key: string) => `${url.origin}${root}/${type}/${key}`
  if (request.method === 'GET' || request.method === 'DELETE') {
    const ids = (url.searchParams.get('ids') ?? '').split(',').flatMap((id) => id.trim() || [])
    checkSize(ids.length, () => invalidParameter(SIZE, 'ids'))
    const expand = url.searchParams.get('expandRecords') === 'true'
    return ids.map((id) => ({
      request: new Request(at(id), { method: request.method }),
      ...(request.method === 'GET' && !expand ? { present: onlyIdentity } : {}),
    }))
  }
  const parsed = bodySchema.safeParse(parseJson(body))
  if (!parsed.success) {
    throw invalidContent('Invalid content in the request body: items is missing.', 'items')
  }
  const { items } = parsed.data
  checkSize(items.length, () => invalidContent(SIZE, 'items'))
  return items.map((item, index) => ({
    request: new Request(
      request.method === 'POST'
        ? `${url.origin}${root}/${type}${url.search}`
        : `${at(keyOf(item, request.method, index))}${url.search}`,
      { method: request.method, headers: copied(request.headers), body: JSON.stringify(item) },
    ),
  }))
}

const SIZE = `A batch has between 1 and ${BATCH_LIMIT} records.`

function checkSize(size: number, refuse: () => Error): void {
  if (size < 1 || size > BATCH_LIMIT) throw refuse()
}

/** The internal id comes first; PUT goes by external id only. */
function keyOf(item: z.infer<typeof itemSchema>, method: string, index: number): string {
  if (item.id !== undefined && method !== 'PUT') return String(item.id)
  if (item.externalId !== undefined) return `eid:${encodeURIComponent(item.externalId)}`
  throw invalidContent(
    `Invalid content in the request body: the record has no ${method === 'PUT' ? 'externalId' : 'id or externalId'}.`,
    `items[${index}]`,
  )
}

/** Headers that change how a record is written. */
function copied(headers: Headers): Headers {
  return new Headers([...headers].filter(([name]) => name.startsWith('x-netsuite-property')))
}

function onlyIdentity(answer: KeptAnswer): KeptAnswer {
  const record = answer.status === 200 ? identitySchema.safeParse(JSON.parse(answer.body)) : null
  return record?.success ? { ...answer, body: JSON.stringify(record.data) } : answer
}

const itemSchema = z.looseObject({
  id: z.union([z.string(), z.number()]).optional(),
  externalId: z.string().optional(),
})
const bodySchema = z.object({ items: z.array(itemSchema) })
const identitySchema = z.object({ links: z.unknown(), id: z.string() })
