import { expect, it } from 'vitest'
import { KINDS } from './catalog.ts'
import type { Field } from './fields.ts'

it('offers each suggestion and each choice of a field once', () => {
  const doubled = KINDS.flatMap((kind) =>
    Object.entries(kind.fields).flatMap(([key, field]) => doubles(`${kind.id} ${key}`, field)),
  )
  expect(doubled).toStrictEqual([])
})

function doubles(place: string, field: Field): string[] {
  if (field.widget === 'rows') {
    return Object.entries(field.columns).flatMap(([key, column]) =>
      doubles(`${place}.${key}`, column),
    )
  }
  if (field.widget !== 'tags' && field.widget !== 'choice') return []
  const values = field.options.map((one) => (typeof one === 'string' ? one : one.value))
  return new Set(values).size === values.length ? [] : [place]
}
