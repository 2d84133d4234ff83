import { Hono } from 'hono'
import type postgres from 'postgres'
import type { SandboxEnv, SandboxRequest } from '../context.ts'
import { listRecords } from './collections.ts'
import { errorOfStatus, notFound } from './errors.ts'
import { catalogRoutes } from './metadata.ts'
import { parseJson } from './parse-body.ts'
import { lineNumber, renderRecords, type Json, type ReadOptions } from './read-record.ts'
import { recordTypeNamed, type RecordType } from './record-types.ts'
import { type SetupRecords } from './setup-records.ts'
import { loadRecords, type RecordKey, type StoredRecord } from './store.ts'
import { transformBody } from './transform.ts'
import type { Writer, WriteRequest } from './write-record.ts'

export const RECORD_ROOT = '/services/rest/record/v1'

/** The REST record service. */
export function recordRoutes(
  sql: postgres.Sql,
  setup: SetupRecords,
  writer: Writer,
): Hono<SandboxEnv> {
  const app = new Hono<SandboxEnv>()
  const load = async (c: SandboxRequest): Promise<StoredRecord> => {
    const type = typeOf(c)
    const [record] = await loadRecords(sql, [keyOf(c, type)])
    if (record?.type !== type.name) throw notFound(undefined, c.req.path)
    return record
  }
  const render = async (record: StoredRecord, options: ReadOptions) => {
    const [json] = await renderRecords(sql, await setup.get(), [record], options)
    return json ?? {}
  }
  const write = async (c: SandboxRequest, key: WriteRequest['key'], upsert: boolean) => {
    const type = typeOf(c)
    return store(c, { type, key, upsert, body: parseJson(await c.req.text()) })
  }
  const store = async (
    c: SandboxRequest,
    request: Pick<WriteRequest, 'type' | 'key' | 'upsert' | 'body'>,
  ) => {
    const { type } = request
    const written = await writer.write({
      ...request,
      replace: namesIn(c.req.query('replace')),
      unknownFields: unknownFields(c.req.header('x-netsuite-propertynamevalidation')),
    })
    const headers = new Headers({ Location: `${rootOf(c)}/${type.name}/${written.id}` })
    if (written.unknown.length > 0) {
      headers.set(
        'X-NetSuite-Warning',
        `Unknown fields were ignored: ${written.unknown.map(encodeURI).join(', ')}`,
      )
    }
    return new Response(null, { status: 204, headers })
  }

  app.route('/metadata-catalog', catalogRoutes())
  app.post('/:type', (c) => write(c, null, false))
  app.get('/:type', async (c) => {
    const type = typeOf(c)
    return answer(await listRecords(sql, type, rootOf(c), new URL(c.req.url)), 'collection')
  })
  app.get('/:type/:id', async (c) =>
    answer(await render(await load(c), readOptions(c)), 'singular'),
  )
  app.patch('/:type/:id', (c) => write(c, pathKey(c), false))
  app.put('/:type/:id', (c) => {
    const key = pathKey(c)
    if (!('externalId' in key)) throw errorOfStatus(405)
    return write(c, key, true)
  })
  app.delete('/:type/:id', async (c) => {
    await writer.remove(typeOf(c), pathKey(c))
    return c.body(null, 204)
  })
  app.post('/:type/:id/!transform/:target', async (c) => {
    const target = typeOf(c, 'target')
    const text = await c.req.text()
    const overrides = text.trim() === '' ? {} : parseJson(text)
    const body = transformBody(await load(c), target, overrides)
    return store(c, { type: target, key: null, upsert: false, body })
  })
  app.get('/:type/:id/:part', async (c) => {
    const record = await load(c)
    const name = partNamed(c, record)
    const type = typeOf(c)
    const target = type.fields[name]
    if (target?.kind === 'reference') {
      const id = String(record.fields[name])
      const [other] = await loadRecords(sql, [{ family: target.to ?? 'entity', id }])
      if (!other) throw notFound(undefined, c.req.path)
      return answer(await render(other, readOptions(c)), 'singular')
    }
    const whole = await render(record, {
      ...readOptions(c),
      expandSubResources: true,
      fields: null,
    })
    return answer(whole[name] ?? null, name in type.sublists ? 'collection' : 'singular')
  })
  app.get('/:type/:id/:part/:line', async (c) => {
    const record = await load(c)
    const name = partNamed(c, record)
    const options = { ...readOptions(c), expandSubResources: true, fields: null }
    const sublist = (await render(record, options))[name]
    const index = (record.sublists[name] ?? []).findIndex(
      (line, position) => lineNumber(name, line, position) === c.req.param('line'),
    )
    const position = name === 'apply' ? Number(c.req.param('line')) - 1 : index
    const items =
      typeof sublist === 'object' && sublist !== null && 'items' in sublist ? sublist.items : []
    const line = Array.isArray(items) ? items[position] : undefined
    if (line === undefined) throw notFound(undefined, c.req.path)
    return answer(line, 'singular')
  })
  app.all('*', () => {
    throw errorOfStatus(405)
  })
  return app
}

/** The start of record links, from the address this server was called at. */
const rootOf = (c: SandboxRequest): string => `${new URL(c.req.url).origin}${RECORD_ROOT}`

function typeOf(c: SandboxRequest, parameter: 'type' | 'target' = 'type'): RecordType {
  const name = c.req.param(parameter) ?? ''
  const type = recordTypeNamed(name)
  if (type) return type
  throw notFound(`Record type '${name}' does not exist.`, c.req.path)
}

function pathKey(c: SandboxRequest): { id: string } | { externalId: string } {
  const segment = (c.req.param('id') ?? '').replaceAll('\0', '')
  return /^eid:/i.test(segment) ? { externalId: segment.slice(4) } : { id: segment }
}

const keyOf = (c: SandboxRequest, type: RecordType): RecordKey => ({
  family: type.family,
  ...pathKey(c),
})

function partNamed(c: SandboxRequest, record: StoredRecord): string {
  const type = recordTypeNamed(record.type)
  const wanted = (c.req.param('part') ?? '').toLowerCase()
  const parts = [
    ...Object.keys(type?.sublists ?? {}),
    ...Object.entries(type?.fields ?? {})
      .filter(
        ([name, { kind }]) =>
          kind === 'subrecord' || (kind === 'reference' && name in record.fields),
      )
      .map(([name]) => name),
  ]
  const name = parts.find((part) => part.toLowerCase() === wanted)
  if (name === undefined) throw notFound(undefined, c.req.path)
  return name
}

function readOptions(c: SandboxRequest): ReadOptions {
  const fields = c.req.query('fields')
  return {
    root: rootOf(c),
    expandSubResources: c.req.query('expandSubResources') === 'true',
    simpleEnumFormat: c.req.query('simpleEnumFormat') === 'true',
    fields: fields === undefined ? null : namesIn(fields),
  }
}

const namesIn = (list: string | undefined): ReadonlySet<string> =>
  new Set((list ?? '').split(',').flatMap((name) => name.trim().toLowerCase() || []))

function unknownFields(header: string | undefined): WriteRequest['unknownFields'] {
  const value = header?.toLowerCase()
  return value === 'error' || value === 'ignore' ? value : 'warning'
}

function answer(body: Json, kind: 'singular' | 'collection'): Response {
  return new Response(JSON.stringify(body), {
    headers: { 'Content-Type': `application/vnd.oracle.resource+json; type=${kind}` },
  })
}
