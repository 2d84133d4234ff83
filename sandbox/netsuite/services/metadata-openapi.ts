import { collectionOf, recordSchema } from './metadata-schema.ts'
import type { Json, JsonObject } from '../records/read-record.ts'
import type { RecordType } from '../records/record-types.ts'

/** The OpenAPI 3.0 description of record types. `origin` = the address this server was called at. */
export function openApiOf(types: RecordType[], origin: string): JsonObject {
  const schemas = types.flatMap((type): [string, Json][] => [
    [type.name, recordSchema(type)],
    [`${type.name}Collection`, collectionOf({ $ref: '#/components/schemas/nsResource' })],
  ])
  return {
    openapi: '3.0.1',
    info: { title: 'NetSuite REST Record API', version: 'v1' },
    servers: [{ url: `${origin}/services/rest/record/v1` }],
    paths: Object.fromEntries(types.flatMap(pathsOf)),
    components: { schemas: { ...Object.fromEntries(schemas), ...COMMON } },
  }
}

function pathsOf(type: RecordType): [string, Json][] {
  const { name, title } = type
  const operation = (
    summary: string,
    responses: JsonObject,
    rest: JsonObject = {},
  ): JsonObject => ({
    tags: [name],
    summary,
    ...rest,
    responses: { ...responses, default: response('Error response.', ref('nsError'), ERROR_TYPE) },
  })
  const body = {
    requestBody: {
      description: 'Request body',
      content: { [RECORD_TYPE]: { schema: ref(name) } },
    },
  }
  const id = parameter('path', 'id', 'Internal identifier, or eid: and an external one.')
  const expand = parameter('query', 'expandSubResources', 'Set to true to expand sublists.')
  const replace = parameter('query', 'replace', 'Names of sublists that are replaced whole.')
  return [
    [
      `/${name}`,
      {
        get: operation(
          `Get list of ${title} records.`,
          { 200: response('List of records.', ref(`${name}Collection`), COLLECTION_TYPE) },
          {
            parameters: [
              parameter('query', 'q', 'Search query.'),
              parameter('query', 'limit', 'How many records a page has.'),
              parameter('query', 'offset', 'Where the page begins.'),
            ],
          },
        ),
        post: operation(`Insert a ${title} record.`, { 204: INSERTED }, body),
      },
    ],
    [
      `/${name}/{id}`,
      {
        get: operation(
          `Get a ${title} record.`,
          { 200: response('The record.', ref(name), RECORD_TYPE) },
          { parameters: [id, expand] },
        ),
        patch: operation(
          `Update a ${title} record.`,
          { 204: INSERTED },
          { parameters: [id, replace], ...body },
        ),
        put: operation(
          `Insert or update a ${title} record.`,
          { 204: INSERTED },
          { parameters: [id, replace], ...body },
        ),
        delete: operation(
          `Remove a ${title} record.`,
          { 204: { description: 'Removed record.' } },
          { parameters: [id] },
        ),
      },
    ],
    ...(TRANSFORMS[name] ?? []).map((target): [string, Json] => [
      `/${name}/{id}/!transform/${target}`,
      {
        post: operation(
          `Transform to ${target}.`,
          { 204: INSERTED },
          {
            parameters: [id],
            requestBody: { content: { [RECORD_TYPE]: { schema: { type: 'object' } } } },
          },
        ),
      },
    ]),
  ]
}

const RECORD_TYPE = 'application/vnd.oracle.resource+json; type=singular'
const COLLECTION_TYPE = 'application/vnd.oracle.resource+json; type=collection'
const ERROR_TYPE = 'application/vnd.oracle.resource+json; type=error'

const TRANSFORMS: Record<string, string[]> = {
  customer: ['invoice', 'customerPayment', 'creditMemo'],
  invoice: ['customerPayment', 'creditMemo'],
}

const ref = (name: string): JsonObject => ({ $ref: `#/components/schemas/${name}` })

const response = (description: string, schema: JsonObject, type: string): JsonObject => ({
  description,
  content: { [type]: { schema } },
})

const INSERTED: JsonObject = {
  description: 'Done; Location names the record.',
  headers: { Location: { schema: { type: 'string', format: 'URI' } } },
}

const parameter = (place: 'path' | 'query', name: string, description: string): JsonObject => ({
  name,
  in: place,
  description,
  required: place === 'path',
  schema: { type: 'string' },
})

const string = (title: string): JsonObject => ({ title, type: 'string' })

const COMMON: JsonObject = {
  nsLink: {
    type: 'object',
    properties: { rel: string('Relation'), href: string('Hypertext Reference') },
  },
  nsResource: {
    type: 'object',
    properties: {
      id: string('Internal identifier'),
      externalId: string('External identifier'),
      refName: string('Reference Name'),
      links: { type: 'array', items: { $ref: '#/components/schemas/nsLink' } },
    },
  },
  nsError: {
    type: 'object',
    properties: {
      type: string('Type'),
      title: string('Title'),
      status: { title: 'Status', type: 'integer' },
      'o:errorDetails': {
        type: 'array',
        items: {
          type: 'object',
          properties: {
            detail: string('Detail'),
            'o:errorCode': string('Error Code'),
            'o:errorPath': string('Error Path'),
            'o:errorHeader': string('Error Header'),
            'o:errorQueryParam': string('Error Query Parameter'),
            'o:errorUrl': string('Error URL'),
          },
        },
      },
    },
  },
}
