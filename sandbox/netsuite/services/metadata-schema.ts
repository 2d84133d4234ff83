import type { Json, JsonObject } from '../records/read-record.ts'
import type { Field, Fields } from '../records/record-fields.ts'
import type { RecordType } from '../records/record-types.ts'

/** The JSON schema of a record type: its fields, sublists, and which of them `q` may filter by. */
export function recordSchema(type: RecordType): JsonObject {
  const sublists = Object.entries(type.sublists).map(([name, { fields }]): [string, Json] => [
    name,
    { title: titleOf(name), ...collectionOf({ type: 'object', properties: properties(fields) }) },
  ])
  const required = mandatoryFields(type)
  return {
    type: 'object',
    title: type.title,
    properties: {
      id: { ...ID, 'x-ns-filterable': true },
      externalId: { ...EXTERNAL_ID, 'x-ns-filterable': true },
      ...properties(type.fields, true),
      ...Object.fromEntries(sublists),
      links: LINKS,
    },
    ...(required.length === 0 ? {} : { required }),
    $schema: 'http://json-schema.org/draft-06/hyper-schema#',
    'x-ns-filterable': [
      'id',
      'externalId',
      ...Object.entries(type.fields)
        .filter(([, field]) => isFilterable(field))
        .map(([name]) => name),
    ],
  }
}

/** A sublist or list of records: a page of items and where it stands. */
export function collectionOf(items: JsonObject): JsonObject {
  return {
    type: 'object',
    properties: {
      links: LINKS,
      totalResults: { title: 'Total Results', type: 'integer', format: 'int64', readOnly: true },
      count: { title: 'Count', type: 'integer', format: 'int64', readOnly: true },
      hasMore: { title: 'Has More Results', type: 'boolean', readOnly: true },
      offset: { title: 'Query Offset', type: 'integer', format: 'int64', readOnly: true },
      items: { type: 'array', items },
    },
  }
}

/** Fields as schema properties, under NetSuite's names. */
function properties(fields: Fields, isBody = false): JsonObject {
  return Object.fromEntries(
    Object.entries(fields).map(([name, field]) => [name, property(name, field, isBody)]),
  )
}

/** What no record of this type can be created without. */
function mandatoryFields({ name, fields }: RecordType): string[] {
  const always = MANDATORY[name] ?? []
  return Object.entries(fields)
    .filter(([field, { mandatory }]) => mandatory === true || always.includes(field))
    .map(([field]) => field)
}

const MANDATORY: Record<string, string[]> = {
  customer: ['subsidiary'],
  invoice: ['entity'],
  creditMemo: ['entity'],
  customerPayment: ['customer'],
  customerRefund: ['customer'],
  nonInventorySaleItem: ['itemId'],
  serviceSaleItem: ['itemId'],
  discountItem: ['itemId'],
  otherChargeSaleItem: ['itemId'],
}

const ID: JsonObject = { title: 'Internal ID', type: 'string', nullable: true }
const EXTERNAL_ID: JsonObject = { title: 'External ID', type: 'string', nullable: true }
const LINKS: JsonObject = {
  title: 'Links',
  type: 'array',
  readOnly: true,
  items: { $ref: '/services/rest/record/v1/metadata-catalog/nsLink' },
}

const isFilterable = ({ kind }: Field): boolean => kind !== 'subrecord'

function property(name: string, field: Field, isBody: boolean): Json {
  const common: JsonObject = {
    title: field.label,
    ...(field.derived ? { readOnly: true } : {}),
    ...(/^cust(entity|body|item|col)_/.test(name) ? { 'x-ns-custom-field': true } : {}),
    ...(isBody && isFilterable(field) ? { 'x-ns-filterable': true } : {}),
  }
  switch (field.kind) {
    case 'reference':
      return { ...common, ...RESOURCE }
    case 'choice':
      return { ...common, ...choice(field.choices) }
    case 'subrecord':
      return {
        ...common,
        type: 'object',
        properties: { ...properties(field.fields ?? {}), links: LINKS },
      }
    case 'integer':
      return { ...common, type: 'integer', format: 'int64', nullable: true }
    case 'number':
    case 'money':
      return { ...common, type: 'number', format: 'double', nullable: true }
    case 'boolean':
      return { ...common, type: 'boolean' }
    case 'date':
      return { ...common, type: 'string', format: 'date', nullable: true }
    case 'datetime':
      return { ...common, type: 'string', format: 'date-time', nullable: true }
    case 'text':
      return {
        ...common,
        type: 'string',
        nullable: true,
        ...(field.maxLength === undefined ? {} : { maxLength: field.maxLength }),
      }
  }
}

/** A reference to another record. */
const RESOURCE: JsonObject = {
  type: 'object',
  properties: {
    id: { title: 'Internal identifier', type: 'string' },
    externalId: { title: 'External identifier', type: 'string' },
    refName: { title: 'Reference Name', type: 'string' },
    links: LINKS,
  },
}

function choice(choices: Record<string, string> | undefined): JsonObject {
  const ids = Object.keys(choices ?? {})
  return {
    type: 'object',
    properties: {
      id: {
        title: 'Internal identifier',
        type: 'string',
        ...(ids.length === 0 ? {} : { enum: ids }),
      },
      refName: {
        title: 'Reference Name',
        type: 'string',
        ...(ids.length === 0 ? {} : { enum: Object.values(choices ?? {}) }),
      },
    },
  }
}

/** `addressBook` → "Address Book". */
const titleOf = (name: string): string =>
  name.replace(/([A-Z])/g, ' $1').replace(/^./, (first) => first.toUpperCase())
