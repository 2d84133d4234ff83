import { readFileSync } from 'node:fs'
import jsonata from 'jsonata'
import { expect, it } from 'vitest'
import { compileExpression } from '../expression.ts'
import type { Json } from '../json.ts'

const EXPRESSIONS = readFileSync(new URL('agreement.txt', import.meta.url), 'utf8')
  .split('\n')
  .filter((line) => line !== '')

const INPUT: Json = {
  Account: {
    'Account Name': 'Firefly',
    Order: [
      {
        OrderID: 'o1',
        Product: [
          {
            ...{ 'Product Name': 'Hat', ProductID: 1, Price: 34.45, Quantity: 2 },
            Description: { Colour: 'Purple', Weight: 0.75 },
          },
          {
            ...{ 'Product Name': 'Cloak', ProductID: 2, Price: 21.67, Quantity: 1 },
            Description: { Colour: 'Orange' },
          },
        ],
      },
      {
        OrderID: 'o2',
        Product: [
          {
            ...{ 'Product Name': 'Hat', ProductID: 1, Price: 34.45, Quantity: 4 },
            Description: { Colour: 'Purple' },
          },
          { 'Product Name': 'Cloak', ProductID: 3, Price: 107.99, Quantity: 1 },
        ],
      },
    ],
  },
  ...{ nums: [5, 3, 9, 1], words: ['b', 'a', 'c'], s: 'Hello World', n: null, t: true },
  ...{
    nest: [
      [1, 2],
      [3, [4]],
    ],
    one: [{ x: 1 }],
    zero: [],
    o: { b: 1, a: [1, 2] },
  },
}

it.each(EXPRESSIONS)('the limits do not change what JSONata makes of %s', async (text) => {
  const theirs = await answer(() => jsonata(text).evaluate(structuredClone(INPUT)))
  const scope = { now: new Date(), seed: '', settings: {} }
  const ours = await answer(() => compileExpression(text).evaluate(structuredClone(INPUT), scope))
  expect(ours).toBe(theirs)
})

/** The result as JSON, or the error's code, position and token. */
async function answer(evaluate: () => Promise<unknown>): Promise<string> {
  try {
    return JSON.stringify(await evaluate()) ?? 'nothing'
  } catch (thrown) {
    if (typeof thrown !== 'object' || thrown === null || !('code' in thrown)) throw thrown
    const position = 'position' in thrown ? thrown.position : undefined
    const token = 'token' in thrown ? thrown.token : undefined
    return `${String(thrown.code)} at ${String(position ?? 0)}: ${String(token ?? '')}`
  }
}
