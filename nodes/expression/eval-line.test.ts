import fc from 'fast-check'
import { expect, it } from 'vitest'
import { evaluateLine } from './eval-line.ts'

const answer = async (line: unknown) => JSON.parse(await evaluateLine(JSON.stringify(line)))

it('answers a line with the result, nothing, or the error', async () => {
  expect(await answer({ expression: 'a & $b', input: { a: 1 }, bindings: { b: 2 } })).toStrictEqual(
    {
      result: '12',
    },
  )
  expect(await answer({ expression: 'a', input: {} })).toStrictEqual({})
  expect(await answer({ expression: 'a' })).toStrictEqual({})
  expect(await answer({ expression: '1 + "a"', input: null })).toMatchObject({
    error: { code: 'T2002', position: 3 },
  })
})

it('answers malformed lines with an error', async () => {
  expect(JSON.parse(await evaluateLine('{'))).toMatchObject({ error: { code: 'TR020' } })
  expect(await answer([])).toMatchObject({ error: { code: 'TR020' } })
  expect(await answer({ expression: 1 })).toMatchObject({ error: { code: 'TR020' } })
  expect(await answer({ expression: '1', bindings: [] })).toMatchObject({
    error: { code: 'TR020' },
  })
})

it('survives input nested without end', async () => {
  const deep = `${'['.repeat(200_000)}${']'.repeat(200_000)}`
  const line = `{"expression":"$string($)","input":${deep}}`
  expect(JSON.parse(await evaluateLine(line))).toHaveProperty('error.code')
})

it('cannot be made to throw by any line', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string(), fc.string(), async (line, expression) => {
      JSON.parse(await evaluateLine(line))
      JSON.parse(await evaluateLine(JSON.stringify({ expression, input: { a: [1] } })))
    }),
  )
})
