import fc from 'fast-check'
import jsonata from 'jsonata'
import { expect, it } from 'vitest'
import { compileExpression } from '../expression.ts'
import type { Json, JsonObject } from '../json.ts'
import { toExpressionError } from './error.ts'
import { Evaluation, EVALUATION_BINDING } from './evaluation.ts'
import { parseHardened } from './parse-hardened.ts'
import { toPlainJson } from './plain-json.ts'
import { quickEvaluator } from './quick.ts'

const name = fc.constantFrom('a', 'b', 'c', 'list', 'none')
const scalar = fc.constantFrom<Json>(0, 1, 2, -3, 0.5, '', 'x', 'y', true, false, null)

const { record } = fc.letrec<{ value: Json; record: JsonObject }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    scalar,
    // Not empty: JSONata pushes undefined into an empty list of the record that is grouped.
    fc.array(tie('value'), { minLength: 1, maxLength: 3 }),
    tie('record'),
  ),
  record: fc.dictionary(name, tie('value'), { maxKeys: 4, noNullPrototype: true }),
}))

/** Texts out of everything that the quick way knows, right and wrong in type. */
const { text } = fc.letrec<{ text: string }>((tie) => {
  const part = tie('text')
  const of = (make: (...parts: string[]) => string, count: number) =>
    fc.tuple(...Array.from({ length: count }, () => part)).map((parts) => make(...parts))
  const operator = fc.constantFrom('+', '-', '*', '<', '>=', '=', '!=', '&', 'and', 'or', 'in')
  return {
    text: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      fc.constantFrom('0', '1', '-1', '"x"', 'null', 'true', '$', '$$', '$v', '[]', '{}'),
      name,
      name.map((one) => `list.${one}`),
      of((left, right) => `(${left}).(${right})`, 2),
      of((left, right) => `(${left})[${right}]`, 2),
      fc.tuple(part, operator, part).map(([left, sign, right]) => `(${left} ${sign} ${right})`),
      of((condition, then, otherwise) => `(${condition} ? ${then} : ${otherwise})`, 3),
      of((one) => `(-${one})`, 1),
      of((first, second) => `[${first}, ${second}]`, 2),
      of((first, second) => `[[${first}], ${second}]`, 2),
      of((first, second) => `{"k": ${first}, "l": ${second}}`, 2),
      of((list, key, value) => `(${list}){$string(${key}): ${value}}`, 3),
      of((list, value) => `(${list}).{"m": ${value}, "n": a}`, 2),
      of((value, body) => `($v := ${value}; ${body})`, 2),
      of((body, given) => `($f := function($v) { ${body} }; $f(${given}))`, 2),
      of((body, given) => `($f := function($v, $w) { ${body} }; [$f(${given}), $f()])`, 2),
      of((list, body) => `$map(${list}, function($v, $i) { ${body} })`, 2),
      of((list, body) => `$filter(${list}, function($v) { ${body} })`, 2),
      fc
        .tuple(fc.constantFrom('sum', 'count', 'exists', 'string', 'not', 'keys', 'max'), part)
        .map(([called, given]) => `$${called}(${given})`),
      of((list, more) => `$append(${list}, ${more})`, 2),
    ),
  }
})

it('gives what JSONata gives, value or error, whatever is evaluated on whatever', async () => {
  await fc.assert(
    fc.asyncProperty(text, record, async (expression, input) => {
      const bindings = () => ({ [EVALUATION_BINDING]: evaluationOf() })
      const theirs = await answer(async () =>
        toPlainJson(await parseHardened(expression).evaluate(structuredClone(input), bindings())),
      )
      const scope = { now: new Date(0), seed: '', settings: {} }
      const compiled = compileExpression(expression)
      const ours = await answer(() => compiled.evaluate(structuredClone(input), scope))
      expect(ours).toBe(theirs)
    }),
    { numRuns: 2_000 },
  )
}, 120_000)

it.each([
  'status = "paid" and total > 0',
  '{ "id": id, "lines": lines.data.{ "amount": amount / 100, "item": $lookup($$.items, sku) } }',
  '($tax := function($line) { $sum($line.taxes.amount) }; $map(lines.data, $tax))',
  'lines.data[amount != 0 and $not(free = true)].{ "text": $substring(description, 0, 3) }',
  '($rest := total - paid; $rest > 0 ? { "open": $rest } : { "open": 0 })',
])('needs no JSONata for %s', async (expression) => {
  const input = {
    ...{ id: 'in_1', status: 'paid', total: 30, paid: 10, items: { s1: '77' } },
    lines: {
      data: [
        { amount: 10, sku: 's1', description: 'Seats', taxes: [{ amount: 2 }, { amount: 1 }] },
        { amount: 0, sku: 's2', description: 'Free', taxes: [], free: true },
        { amount: 20, sku: 's1', description: 'Usage', taxes: { amount: 4 } },
      ],
    },
  }
  const quick = quickEvaluator(hardened(expression))
  const value = quick?.(input, { bindings: {}, evaluation: evaluationOf() })
  expect(JSON.stringify(value)).toBe(JSON.stringify(await jsonata(expression).evaluate(input)))
})

it.each(['a ~> $sum', 'a^(b)', '**.a', 'a@$x.b', '$replace(a, /b/, "c")', '$eval(a)'])(
  'leaves %s to JSONata',
  (expression) => {
    expect(quickEvaluator(hardened(expression))).toBeUndefined()
  },
)

it('keeps the limit on time, and does not grant it twice', async () => {
  const { evaluate } = compileExpression(
    '($f := function($n) { $n > 40 ? 1 : $f($n + 1) + $f($n + 1) }; $f(0))',
  )
  const scope = { now: new Date(0), seed: '', settings: {} }
  await expect(evaluate({}, scope)).rejects.toMatchObject({ code: 'D1012' })
})

function evaluationOf(): Evaluation {
  return new Evaluation({ nowMs: 0, settings: {}, seed: '' })
}

function hardened(expression: string): unknown {
  return parseHardened(expression).ast()
}

/** The value as JSON, or the error's code. */
async function answer(evaluate: () => Promise<unknown>): Promise<string> {
  try {
    return JSON.stringify(await evaluate()) ?? 'undefined'
  } catch (thrown) {
    return toExpressionError(thrown).code
  }
}
