import { expect, it } from 'vitest'
import type { RecordField } from '#nodes/connection.ts'
import type { Json } from '#nodes/json.ts'
import { bookStripeInvoice } from '#nodes/templates/book-stripe-invoice/template.ts'
import { chain, node } from '../../testing/flows.ts'
import { parseFlowDocument } from '../graph/schema.ts'
import { readRows } from './rows.ts'
import { checkTarget, targetOf } from './target.ts'

it('takes the record of the field itself, as the node’s config has it', () => {
  const flow = chain('x', [
    node('write', 'netsuite.upsert', { recordType: 'creditMemo', body: '{}' }),
    node('other', 'netsuite.upsert', { recordType: 'other', otherType: 'customrecord_x' }),
    node('customer', 'stripe.upsert-customer', { body: '{}' }),
  ])
  const of = (id: string) => targetOf(flow, { node: id, field: 'body' })
  expect(of('write')).toEqual({ system: 'netsuite', recordType: 'creditMemo', under: '' })
  expect(of('other')).toEqual({ system: 'netsuite', recordType: 'customrecord_x', under: '' })
  expect(of('customer')).toEqual({ system: 'stripe', recordType: 'customer', under: '' })
  expect(targetOf(flow, { node: 'nowhere', field: 'body' })).toBeNull()
})

it('finds the record of the sink that takes the result, and where in the result it begins', () => {
  const flow = (into: string, body: string) =>
    chain('x', [
      node('map', 'transform.map', { mapping: '{}', into }),
      node('only', 'transform.filter', { rows: [] }),
      node('write', 'netsuite.upsert', { recordType: 'invoice', body }),
    ])
  const under = (into: string, body: string) =>
    targetOf(flow(into, body), { node: 'map', field: 'mapping' })?.under
  expect(under('made', 'made')).toBe('')
  expect(under('made', '$merge([made.fields, { "memo": "x" }])')).toBe('fields')
  expect(under('', '$')).toBe('')
  expect(under('', 'invoice')).toBe('invoice')
  expect(under('made', '{ "memo": made.memo }')).toBeUndefined()
})

it('knows the record of the templates’ mappings', () => {
  const document = parseFlowDocument(bookStripeInvoice.document)
  const maps = document.nodes.filter(({ kind }) => kind === 'transform.map')
  const targets = maps.flatMap(({ id }) => {
    const target = targetOf(document, { node: id, field: 'mapping' })
    return target ? [`${target.system} ${target.recordType}`] : []
  })
  expect(targets).toContain('netsuite invoice')
  expect(targets).toContain('netsuite creditMemo')
})

const field = (id: string, type: RecordField['type'], more: Partial<RecordField> = {}) => ({
  ...{ id, label: id, type, required: false, readOnly: false, custom: false },
  ...more,
})

const FIELDS: RecordField[] = [
  field('entity', 'reference', { required: true }),
  field('memo', 'text', { maxLength: 5 }),
  field('total', 'number', { readOnly: true }),
  field('rate', 'number'),
  field('tranDate', 'date'),
  field('toBePrinted', 'boolean'),
  field('terms', 'choice', { choices: [{ id: '1', label: 'Net 30' }] }),
  field('item', 'lines', {
    fields: [field('item', 'reference', { required: true }), field('quantity', 'number')],
  }),
  field('billing', 'object', { fields: [field('city', 'text')] }),
]

/** What is found, as `path severity message`. */
function found(text: string, result?: Json): string[] {
  return checkTarget(readRows(text).rows, FIELDS, result).map(
    ({ path, severity, message }) => `${path} ${severity}: ${message}`,
  )
}

it('finds mapped fields also where variables are merged', () => {
  const item = '"item": { "items": [lines.{ "item": id }] }'
  expect(found(`( $head := { "entity": a, "rate": 1 }; $merge([$head, { ${item} }]) )`)).toEqual([])
  expect(found(`( $head := { "rates": 1 }; $merge([$head, { "entity": a, ${item} }]) )`)).toEqual([
    'rates warning: There is no field rates on this record.',
  ])
  expect(found(`( $head := { "rate": 1 }; $merge([$head, { ${item} }]) )`)).toEqual([
    'entity error: entity must have a value. Add it to the mapping.',
  ])
})

it('finds required fields that are not mapped, also inside lines, unless code may give them', () => {
  expect(found('{ "item": { "items": lines.{ "quantity": 1 } } }')).toEqual([
    'entity error: entity must have a value. Add it to the mapping.',
    'item.items[].item error: item must have a value. Add it to the mapping.',
  ])
  expect(found('{ $setting("x"): 1 }')).toEqual([])
  expect(found('$merge([a])')).toEqual([])
})

it('finds a required field that has no value in a record', () => {
  expect(found('{ "entity": e }', { memo: '' })).toEqual([
    'entity error: entity must have a value, and this record gives none.',
  ])
  expect(found('$merge([a])', { entity: { id: '7' } })).toEqual([])
})

it('finds unknown and read-only fields', () => {
  expect(found('{ "entity": e, "trandate": d, "colour": c, "total": t }')).toEqual([
    'trandate warning: There is no field trandate. Write tranDate.',
    'colour warning: There is no field colour on this record.',
    'total warning: total cannot be written: the other system keeps it itself.',
  ])
})

it.each<[string, Json, string]>([
  [
    'memo',
    'too long',
    'error: memo may have 5 characters, and here it has 8. Cut it with $substring(…, 0, 5).',
  ],
  ['memo', { a: 1 }, 'error: memo must be a text, and here it is an object.'],
  ['rate', 'ten', 'error: rate must be a number, and here it is "ten".'],
  ['rate', '10.5', 'hint: rate is a number, and here it is written as a text. Use $number(…).'],
  [
    'tranDate',
    '31.1.2026',
    'error: tranDate must be a date such as 2026-01-31, and here it is "31.1.2026".',
  ],
  ['toBePrinted', 'T', 'error: toBePrinted must be true or false, and here it is "T".'],
  ['terms', { id: '9' }, 'error: terms must be one of 1, and here it is "9".'],
  ['billing', 'Rome', 'error: billing must be an object { … }, and here it is "Rome".'],
])('says what is wrong when %s is %j', (key, value, message) => {
  expect(found('$merge([a])', { entity: '1', [key]: value })).toEqual([`${key} ${message}`])
})

it('takes ids, references and dates in every form that is written', () => {
  const good = { entity: { externalId: 'x' }, terms: '1', tranDate: '2026-01-31', memo: 'ok' }
  expect(found('$merge([a])', { ...good, item: { items: [{ item: { id: '1' } }] } })).toEqual([])
  expect(found('$merge([a])', { ...good, item: [{ item: '1' }, { quantity: 1 }] })).toEqual([
    'item[].item error: item must have a value. Add it to the mapping.',
  ])
})

it('looks at the part of the result where the record begins', () => {
  const rows = readRows('{ "body": { "memo": m } }').rows
  expect(checkTarget(rows, FIELDS, { body: { memo: 'far too long' } }, 'body')).toMatchObject([
    { path: 'body.entity' },
    { path: 'body.memo' },
  ])
})
