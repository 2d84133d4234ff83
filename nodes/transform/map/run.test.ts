import { expect, it } from 'vitest'
import type { Json, JsonObject } from '../../json.ts'
import { evaluated, testContext } from '../../testing.ts'
import { emptyPaths } from './empty-paths.ts'
import { transformMap } from './kind.ts'
import { runTransformMap } from './run.ts'

const map = async (text: string, record: JsonObject, over: JsonObject = {}) => {
  const config = { mapping: evaluated(text), into: '', required: [], ...over }
  const [result] = await runTransformMap.run(config, [{ key: 'k', record }], testContext())
  return result
}

it('makes the mapped object the record, or puts it at a field', async () => {
  expect(await map('{ "b": a }', { a: 1 })).toMatchObject({ outcome: 'done', record: { b: 1 } })
  expect(await map('a + 1', { a: 1 }, { into: 'b' })).toMatchObject({ record: { a: 1, b: 2 } })
})

it('fails only the record whose mapping fails, with code, position and field', async () => {
  const config = { mapping: evaluated('{ "n": $number(a) }'), into: '', required: [] }
  const items = ['1', 'x', '3'].map((a, index) => ({ key: String(index), record: { a } }))
  const results = await runTransformMap.run(config, items, testContext())
  expect(results.map((result) => result.outcome)).toStrictEqual(['done', 'failed', 'done'])
  expect(results[1]).toMatchObject({ error: { class: 'value', code: 'D3030', field: 'mapping' } })
})

it('says with $error what is wrong with a record', async () => {
  expect(await map('$error("The lines do not add up.")', {})).toMatchObject({
    error: { class: 'value', message: 'The lines do not add up.' },
  })
})

it('reports a table without the entry as missing', async () => {
  expect(await map('$lookup("itemMap", a)', { a: 'p' })).toMatchObject({
    error: { class: 'missing', code: 'TR012' },
  })
})

it('reports a required field without a value instead of leaving it out', async () => {
  const text = '{ "items": lines.{ "item": { "id": id } }[] }'
  const record: JsonObject = { lines: [{ id: '1' }, { id: '' }, {}] }
  expect(await map(text, record, { required: ['items[].item.id'] })).toMatchObject({
    error: { class: 'value', code: 'required', field: 'items[1].item.id' },
  })
})

it('refuses a mapping that gives nothing, or no object for the record', async () => {
  expect(await map('missing', {})).toMatchObject({ error: { code: 'no-result' } })
  expect(await map('1', {})).toMatchObject({ error: { code: 'no-result' } })
})

it('finds every place where a path has no value', () => {
  const value: Json = { a: { b: 1 }, list: [{ c: 1 }, { c: null }, {}], none: [] }
  expect(emptyPaths(value, 'a.b')).toStrictEqual([])
  expect(emptyPaths(value, 'a.x.y')).toStrictEqual(['a.x.y'])
  expect(emptyPaths(value, 'list[].c')).toStrictEqual(['list[1].c', 'list[2].c'])
  expect(emptyPaths(value, 'none')).toStrictEqual(['none'])
  expect(emptyPaths(value, 'none[].c')).toStrictEqual([])
  expect(emptyPaths(value, 'missing[].c')).toStrictEqual(['missing'])
})

it('counts the fields of a mapping on its card', () => {
  const config = { mapping: '{\n  "a": 1,\n  "b": {\n    "c": 2\n  }\n}', into: 'x' }
  expect(transformMap.summary(config)).toBe('3 fields → x')
})
