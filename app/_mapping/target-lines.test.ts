import { expect, test } from 'vitest'
import { readRows } from '#engine/mapping/rows.ts'
import type { RecordField } from '#nodes/connection.ts'
import { pathKey } from './held-text.ts'
import { fieldAt, fieldsIn, keysAt, targetLines, type TargetLine } from './target-lines.ts'

function field(id: string, over: Partial<RecordField> = {}): RecordField {
  return {
    ...{ id, label: id, type: 'text', required: false, readOnly: false, custom: false },
    ...over,
  }
}

const FIELDS = [
  field('entity', { type: 'reference', required: true }),
  field('memo'),
  field('item', {
    type: 'lines',
    required: true,
    fields: [field('item', { type: 'reference', required: true }), field('rate')],
  }),
]
const TARGET = { fields: FIELDS, under: '' }

function lines(text: string, over: Partial<Parameters<typeof targetLines>[1]> = {}): TargetLine[] {
  const { rows } = readRows(text)
  return targetLines(rows, { target: TARGET, result: undefined, added: new Map(), ...over })
}

test('required fields that nothing is mapped to stand below the rows', () => {
  const found = lines('{ "memo": number }')
  expect(found.map(({ key, row }) => [key, row !== null])).toEqual([
    ['memo', true],
    ['entity', false],
    ['item', false],
  ])
})

test('a required field that has a value anyway is not missing', () => {
  const found = lines('{ "memo": number }', { result: { entity: { id: '7' }, item: [] } })
  expect(found.map(({ key }) => key)).toEqual(['memo'])
})

test('required fields of lines are asked for in the lines', () => {
  const found = lines('{ "entity": a, "item": { "items": [lines.data.{ "rate": amount }] } }')
  const list = found[1]
  expect(list?.lines.map(({ path, row }) => [path.at(-1), row !== null])).toEqual([
    ['rate', true],
    ['item', false],
  ])
})

test('a reference is one line with its id, and a list one with its lines', () => {
  const found = lines('{ "entity": { "id": a }, "item": { "items": [lines.data.{ "rate": b }] } }')
  expect(found.map(({ key, inner, path, owner }) => [key + inner, path, owner])).toEqual([
    ['entity.id', ['entity', 'id'], ['entity']],
    ['item.items', ['item', 'items'], ['item']],
  ])
  expect(found[0]?.field?.id).toBe('entity')
  expect(found[0]?.row?.text).toBe('a')
})

test('an object with more than an id keeps its fields apart', () => {
  const found = lines('{ "entity": { "id": a, "refName": b }, "item": c }')
  expect(found[0]?.lines.map(({ key }) => key)).toEqual(['id', 'refName'])
})

test('in NetSuite a first expression becomes the id of a reference', () => {
  const wraps = lines('{ "memo": a }', { target: { ...TARGET, system: 'netsuite' } })
  expect(wraps.map(({ key, wrap }) => [key, wrap])).toEqual([
    ['memo', null],
    ['entity', 'id'],
    ['item', 'items'],
  ])
  expect(lines('{ "memo": a }').every(({ wrap }) => wrap === null)).toBe(true)
})

test('a line that a person asked for stays until it is mapped', () => {
  const added = new Map([[pathKey([]), ['otherRefNum', 'memo']]])
  const found = lines('{ "entity": a, "item": b, "memo": number }', { added })
  expect(found.map(({ key, row }) => [key, row !== null])).toEqual([
    ['entity', true],
    ['item', true],
    ['memo', true],
    ['otherRefNum', false],
  ])
})

test('fields of variables that are merged count for the object that they are merged into', () => {
  const found = lines('( $head := { "memo": a, "entity": b }; $merge([$head, { "memo": c }]) )')
  expect(found.map(({ key, row }) => [key, row?.kind])).toEqual([
    ['$head', 'group'],
    ['memo', 'value'],
    ['item', undefined],
  ])
  const inside = found[0]?.lines ?? []
  expect(inside.map(({ key, field, isOverruled }) => [key, field?.id, isOverruled])).toEqual([
    ['memo', 'memo', true],
    ['entity', 'entity', false],
  ])
  expect(inside.map(({ depth }) => depth)).toEqual([1, 1])
  expect([...keysAt(found, ['($head :=)'])].sort()).toEqual(
    ['$head', 'entity', 'item', 'memo'].sort(),
  )
})

test('what lacks in an object of a part is asked for there', () => {
  const item = '"item": { "items": [list.{ "rate": a }] }'
  const found = lines(`( $head := { "entity": b, ${item} }; $merge([$head, {}]) )`)
  const list = found[0]?.lines[1]
  expect(list?.lines.map(({ path, row }) => [path.slice(-2), row !== null])).toEqual([
    [['[]', 'rate'], true],
    [['[]', 'item'], false],
  ])
})

test('a place in lines is found in the list’s own fields', () => {
  expect(fieldAt(TARGET, ['item', 'items', '[]', 'rate'])?.id).toBe('rate')
  expect(fieldAt(TARGET, ['item', 'items'])).toBeUndefined()
  expect(fieldAt(TARGET, ['entity', 'id'])).toBeUndefined()
  expect(fieldsIn(TARGET, ['item', 'items'])).toEqual([])
  expect(fieldsIn(TARGET, ['item', 'items', '[]']).map(({ id }) => id)).toEqual(['item', 'rate'])
})

test('a record that begins further in has its fields there', () => {
  const target = { fields: FIELDS, under: 'invoice' }
  expect(fieldAt(target, ['invoice', 'memo'])?.id).toBe('memo')
  expect(fieldAt(target, ['memo'])).toBeUndefined()
  const found = lines('{ "memo": number, "invoice": { "memo": number } }', { target })
  expect(found.map(({ key }) => key)).toEqual(['memo', 'invoice'])
  expect(found[1]?.lines.map(({ key }) => key)).toEqual(['memo', 'entity', 'item'])
})
