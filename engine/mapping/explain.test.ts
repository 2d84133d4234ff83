import { describe, expect, test } from 'vitest'
import { compileExpression, ExpressionError } from '#nodes/expression.ts'
import { explain } from './explain.ts'

const record = { total: 3, name: 'x', lines: [{ amount: 1 }, { amount: 2 }] }

/** What an analyst reads of the error that an expression ends in. */
async function told(text: string): Promise<string> {
  try {
    const scope = { now: new Date(0), seed: '', settings: {} }
    await compileExpression(text).evaluate(record, scope)
  } catch (thrown) {
    if (thrown instanceof ExpressionError) return explain(thrown)
  }
  throw new Error(`${text} is no error`)
}

describe('explain', () => {
  test.each([
    ['"abc', 'no closing quote'],
    ['total ) 2', 'no ( that it would close'],
    ['total name', 'an operator must follow'],
    ['total; 2', 'brackets around all of them'],
    ['{"a": 1', '“}” is missing'],
    ['{"a" 1}', '“:” is missing before 1.'],
    ['{"a" "b"}', '“:” is missing before “b”.'],
    ['total +', 'a value is missing at its end'],
    ['+ 2', 'A value is missing before “+”'],
    ['function(x){1}', 'write $ before each name'],
    ['sum(1)', 'Functions begin with $: $sum(…)'],
  ])('%s cannot be read, and says what is missing: %s', async (text, words) => {
    expect(await told(text)).toContain(words)
  })
  test.each([
    ['$substring(name)', 'The second argument of $substring'],
    ['$substring(name)', 'It is called as $substring(text, start, length?).'],
    ['$sum(["a"])', '$sum needs a list of numbers'],
    ['name + 1', 'Left of + a number must stand'],
    ['total < "a"', '< compares a number with a text'],
    ['{total: 1}', 'must be a text, but found 3'],
    ['$number("abc")', '"abc" is no number'],
    ['$toMillis("31.1.2026")', '"31.1.2026" is no ISO date'],
    ['$sort(lines)', 'give it a function'],
    ['$formatNumber(1, "0.0.0")', 'The picture cannot be read'],
    ['{"a": 1, "a": 2}', 'the same name "a"'],
  ])('%s fails when evaluated, and says what to do: %s', async (text, words) => {
    expect(await told(text)).toContain(words)
  })
  test('our own errors keep their sentence', async () => {
    expect(await told('$setting("x")')).toBe(
      'The setting "x" has no value. Fill it in under Settings of the flow.',
    )
  })
})
