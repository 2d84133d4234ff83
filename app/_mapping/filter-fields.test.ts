import { expect, test } from 'vitest'
import type { SourceField } from '#engine/mapping/source-fields.ts'
import { byPath, filterFields, unmappedFields } from './filter-fields.ts'

function field(path: string, fields: SourceField[] = []): SourceField {
  const key = path.split('.').at(-1) ?? path
  return { path, key, types: ['text'], present: 1, list: false, example: undefined, fields }
}

const FIELDS = [
  field('id'),
  field('customer', [field('customer.name'), field('customer.email')]),
  field('metadata', [field('metadata.po')]),
]
const valueOf = (path: string) => (path === 'metadata.po' ? 'PO-77' : '')

function paths(fields: readonly SourceField[]): string[] {
  return [...byPath(fields).keys()]
}

test('a search keeps what it finds and the fields around it', () => {
  const found = filterFields(FIELDS, { search: 'EMAIL', only: null, valueOf })
  expect(paths(found)).toEqual(['customer', 'customer.email'])
})

test('a search finds values of the sample too', () => {
  const found = filterFields(FIELDS, { search: 'po-77', only: null, valueOf })
  expect(paths(found)).toEqual(['metadata', 'metadata.po'])
})

test('a field is unmapped when neither it nor what is around it is taken', () => {
  expect(unmappedFields(FIELDS, new Set(['customer', 'id']))).toEqual(['metadata.po'])
  expect(unmappedFields(FIELDS, new Set(['customer.name']))).toEqual([
    'id',
    'customer.email',
    'metadata.po',
  ])
})

test('only the wanted fields are left, with those around them', () => {
  const only = new Set(['customer.name'])
  expect(paths(filterFields(FIELDS, { search: '', only, valueOf }))).toEqual([
    'customer',
    'customer.name',
  ])
})
