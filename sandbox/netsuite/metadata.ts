import { Hono } from 'hono'
import type { SandboxEnv } from '../context.ts'
import { notFound } from './errors.ts'
import type { JsonObject, Json } from './read-record.ts'
import type { Field, Fields } from './record-fields.ts'
import { RECORD_TYPES, recordTypeNamed, type RecordType } from './record-types.ts'

/** The metadata catalog: which record types there are, and the JSON schema of each. */
export function catalogRoutes(): Hono<SandboxEnv> {
  const app = new Hono<SandboxEnv>()
  app.get('/', (c) => {
    const root = new URL(c.req.url)
    const selected = c.req.query('select')?.toLowerCase().split(',')
    const items = Object.values(RECORD_TYPES)
      .filter(({ name }) => !selected || selected.includes(name.toLowerCase()))
      .map(({ name }) => ({ name, links: catalogLinks(`${root.origin}${root.pathname}`, name) }))
    return c.json({ items })
  })
  app.get('/:type', (c) => {
    const type = recordTypeNamed(c.req.param('type'))
    if (!type) throw notFound(`Record type '${c.req.param('type')}' does not exist.`, c.req.path)
    const here = new URL(c.req.url)
    if (!c.req.header('accept')?.includes('application/schema+json')) {
      const root = `${here.origin}${here.pathname.replace(/\/[^/]*$/, '')}`
      return c.json({ name: type.name, links: catalogLinks(root, type.name) })
    }
    return new Response(JSON.stringify(schemaOf(type)), {
      headers: { 'Content-Type': 'application/schema+json' },
    })
  })
  return app
}

function catalogLinks(root: string, name: string): Json {
  const href = `${root.replace(/\/$/, '')}/${name}`
  return [
    { rel: 'canonical', href, mediaType: 'application/json' },
    { rel: 'alternate', href, mediaType: 'application/swagger+json' },
    { rel: 'alternate', href, mediaType: 'application/schema+json' },
  ]
}

function schemaOf(type: RecordType): JsonObject {
  const sublists = Object.entries(type.sublists).map(([name, sublist]): [string, Json] => [
    name,
    {
      type: 'object',
      properties: {
        items: { type: 'array', items: { type: 'object', properties: properties(sublist.fields) } },
      },
    },
  ])
  return {
    $schema: 'http://json-schema.org/draft-06/hyper-schema#',
    type: 'object',
    title: type.title,
    properties: {
      id: { title: 'Internal ID', type: 'string', 'x-ns-filterable': true },
      externalId: { title: 'External ID', type: 'string', 'x-ns-filterable': true },
      ...properties(type.fields),
      ...Object.fromEntries(sublists),
    },
    'x-ns-filterable': Object.entries(type.fields)
      .filter(([, { kind }]) => kind !== 'subrecord')
      .map(([name]) => name),
  }
}

const properties = (fields: Fields): JsonObject =>
  Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, property(name, field)]))

function property(name: string, field: Field): Json {
  const common: JsonObject = {
    title: field.label,
    nullable: true,
    ...(field.derived ? { readOnly: true } : {}),
    ...(/^cust(entity|body|item|col)_/.test(name) ? { 'x-ns-custom-field': true } : {}),
  }
  switch (field.kind) {
    case 'reference':
    case 'choice':
      return {
        ...common,
        type: 'object',
        properties: {
          id: { title: 'Internal identifier', type: 'string' },
          ...(field.kind === 'reference' ? { externalId: { type: 'string' } } : {}),
          refName: { title: 'Reference Name', type: 'string' },
        },
      }
    case 'subrecord':
      return { ...common, type: 'object', properties: properties(field.fields ?? {}) }
    case 'integer':
      return { ...common, type: 'integer', format: 'int64' }
    case 'number':
    case 'money':
      return { ...common, type: 'number', format: 'double' }
    case 'boolean':
      return { ...common, type: 'boolean' }
    case 'date':
      return { ...common, type: 'string', format: 'date' }
    case 'datetime':
      return { ...common, type: 'string', format: 'date-time' }
    case 'text':
      return {
        ...common,
        type: 'string',
        ...(field.maxLength === undefined ? {} : { maxLength: field.maxLength }),
      }
  }
}
