import { Hono } from 'hono'
import type { SandboxEnv, SandboxRequest } from '../../context.ts'
import { notFound } from '../errors.ts'
import { openApiOf } from './metadata-openapi.ts'
import { recordSchema } from './metadata-schema.ts'
import type { Json, JsonObject } from '../records/read-record.ts'
import type { RecordType } from '../records/record-types.ts'
import type { SetupRecords } from '../records/setup-records.ts'

/**
 * The metadata catalog: which record types the account has, and each one described as JSON schema or
 * OpenAPI, whichever the request accepts, with the custom fields of the moment
 * (https://docs.oracle.com/en/cloud/saas/netsuite/ns-online-help/section_1545222128.html).
 */
export function catalogRoutes(setup: SetupRecords): Hono<SandboxEnv> {
  const app = new Hono<SandboxEnv>()
  app.get('/', async (c) => {
    const here = new URL(c.req.url)
    const { all, named } = (await setup.get()).types
    const wanted = c.req.query('select')
    const types =
      wanted === undefined
        ? all
        : wanted.split(',').map((name) => named(name.trim()) ?? unknown(c, name.trim()))
    if (accepts(c, SWAGGER)) return answer(openApiOf(types, here.origin), SWAGGER)
    const root = `${here.origin}${here.pathname.replace(/\/$/, '')}`
    return c.json({ items: types.map(({ name }) => entry(root, name)) })
  })
  app.get('/:type', async (c) => {
    const here = new URL(c.req.url)
    const name = c.req.param('type')
    const shared = SHARED[name.toLowerCase()]
    if (shared) return answer(shared, SCHEMA)
    const type = (await setup.get()).types.named(name) ?? unknown(c, name)
    if (accepts(c, SCHEMA)) return answer(recordSchema(type), SCHEMA)
    if (accepts(c, SWAGGER)) return answer(openApiOf([type], here.origin), SWAGGER)
    return c.json(entry(`${here.origin}${here.pathname.replace(/\/[^/]*$/, '')}`, type.name))
  })
  return app
}

const SCHEMA = 'application/schema+json'
const SWAGGER = 'application/swagger+json'

const accepts = (c: SandboxRequest, type: string): boolean =>
  (c.req.header('accept') ?? '').toLowerCase().includes(type)

const answer = (body: JsonObject, type: string): Response =>
  new Response(JSON.stringify(body), { headers: { 'Content-Type': type } })

function unknown(c: SandboxRequest, name: string): RecordType {
  throw notFound(`Record type '${name}' does not exist.`, c.req.path)
}

function entry(root: string, name: string): Json {
  const href = `${root}/${name}`
  return {
    name,
    links: [
      { rel: 'canonical', href, mediaType: 'application/json' },
      { rel: 'alternate', href, mediaType: SWAGGER },
      { rel: 'alternate', href, mediaType: SCHEMA },
      { rel: 'describes', href: `${root.replace(/\/metadata-catalog$/, '')}/${name}` },
    ],
  }
}

/** What the schemas of records refer to. */
const SHARED: Record<string, JsonObject> = {
  nslink: {
    type: 'object',
    properties: {
      rel: { title: 'Relation', type: 'string', readOnly: true },
      href: { title: 'Hypertext Reference', type: 'string', format: 'URI', readOnly: true },
    },
    $schema: 'http://json-schema.org/draft-06/hyper-schema#',
  },
}
