import { Hono } from 'hono'
import type postgres from 'postgres'
import type { SandboxEnv, SandboxRequest } from '../../context.ts'
import { listRecords } from './collections.ts'
import { errorOfStatus, notFound } from '../errors.ts'
import { catalogRoutes } from '../services/metadata.ts'
import { parseJson } from './parse-body.ts'
import { renderRecords, type Json, type ReadOptions } from './read-record.ts'
import type { RecordType } from './record-types.ts'
import { type SetupRecords } from './setup-records.ts'
import { loadRecords, type RecordKey, type StoredRecord } from './store.ts'
import { readPart } from './sub-resources.ts'
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
  const typeOf = async (c: SandboxRequest, parameter: 'type' | 'target' = 'type') => {
    const name = c.req.param(parameter) ?? ''
    const type = (await setup.get()).types.named(name)
    if (type) return type
    throw notFound(`Record type '${name}' does not exist.`, c.req.path)
  }
  const load = async (c: SandboxRequest): Promise<StoredRecord> => {
    const type = await typeOf(c)
    const [record] = await loadRecords(sql, [keyOf(c, type)])
    if (record?.type !== type.name) throw notFound(undefined, c.req.path)
    return record
  }
  const render = async (record: StoredRecord, options: ReadOptions) => {
    const [json] = await renderRecords(sql, await setup.get(), [record], options)
    return json ?? {}
  }
  const write = async (c: SandboxRequest, key: WriteRequest['key'], upsert: boolean) => {
    const type = await typeOf(c)
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
      replaceSelectedFields: c.req.query('replaceSelectedFields') === 'true',
      unknownFields: strictness(c.req.header('x-netsuite-propertynamevalidation')) ?? 'warning',
      invalidValues: strictness(c.req.header('x-netsuite-propertyvaluevalidation')) ?? 'error',
    })
    const headers = new Headers({ Location: `${rootOf(c)}/${type.name}/${written.id}` })
    const warnings = [
      ['Unknown fields were ignored', written.unknown],
      ['Invalid values were ignored', written.invalid],
    ] as const
    const warning = warnings
      .filter(([, paths]) => paths.length > 0)
      .map(([text, paths]) => `${text}: ${paths.map(encodeURI).join(', ')}`)
    if (warning.length > 0) headers.set('X-NetSuite-Warning', warning.join('; '))
    return new Response(null, { status: 204, headers })
  }

  app.route('/metadata-catalog', catalogRoutes(setup))
  app.post('/:type', (c) => write(c, null, false))
  app.get('/:type', async (c) => {
    const type = await typeOf(c)
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
    await writer.remove(await typeOf(c), pathKey(c))
    return c.body(null, 204)
  })
  app.post('/:type/:id/!transform/:target', async (c) => {
    const target = await typeOf(c, 'target')
    const text = await c.req.text()
    const overrides = text.trim() === '' ? {} : parseJson(text)
    const replace = namesIn(c.req.query('replace'))
    const body = transformBody(await load(c), target, overrides, replace)
    return store(c, { type: target, key: null, upsert: false, body })
  })
  const part = async (c: SandboxRequest) => {
    const path = ['part', 'line', 'inner'].flatMap((name) => c.req.param(name) ?? [])
    const tools = { sql, setup: await setup.get() }
    const found = await readPart(tools, await load(c), path, readOptions(c))
    if (!found) throw notFound(undefined, c.req.path)
    return answer(found.body, found.kind)
  }
  app.get('/:type/:id/:part', part)
  app.get('/:type/:id/:part/:line', part)
  app.get('/:type/:id/:part/:line/:inner', part)
  app.all('*', () => {
    throw errorOfStatus(405)
  })
  return app
}

/** The start of record links, from the address this server was called at. */
const rootOf = (c: SandboxRequest): string => `${new URL(c.req.url).origin}${RECORD_ROOT}`

function pathKey(c: SandboxRequest): { id: string } | { externalId: string } {
  const segment = (c.req.param('id') ?? '').replaceAll('\0', '')
  return /^eid:/i.test(segment) ? { externalId: segment.slice(4) } : { id: segment }
}

const keyOf = (c: SandboxRequest, type: RecordType): RecordKey => ({
  family: type.family,
  ...pathKey(c),
})

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

/** A validation header's value, or null when it is missing or means nothing. */
function strictness(header: string | undefined): WriteRequest['unknownFields'] | null {
  const value = header?.toLowerCase()
  return value === 'error' || value === 'warning' || value === 'ignore' ? value : null
}

function answer(body: Json, kind: 'singular' | 'collection'): Response {
  return new Response(JSON.stringify(body), {
    headers: { 'Content-Type': `application/vnd.oracle.resource+json; type=${kind}` },
  })
}
