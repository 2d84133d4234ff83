import { describe, expect, test } from 'vitest'
import { compileExpression } from '#nodes/expression.ts'
import { FUNCTION_NAMES } from '#nodes/expression/library.ts'
import { EXAMPLE_RECORD, EXAMPLE_SETTINGS } from './functions/example.ts'
import { FUNCTIONS, functionHelp, parametersOf } from './functions.ts'

const scope = {
  now: new Date('2026-03-01T12:00:00Z'),
  seed: 'examples',
  settings: EXAMPLE_SETTINGS,
}

describe('FUNCTIONS', () => {
  test('holds each function that an expression can call, once, and no other', () => {
    const named = FUNCTIONS.map(({ name }) => name)
    expect(named.toSorted()).toEqual([...FUNCTION_NAMES].toSorted())
  })
  test.each(FUNCTIONS)('the example of $name gives what it says', async ({ example, gives }) => {
    expect(await compileExpression(example).evaluate(EXAMPLE_RECORD, scope)).toEqual(gives)
  })
  test.each(FUNCTIONS)('signature and example of $name call it', ({ name, signature, example }) => {
    expect(signature.startsWith(`${name}(`)).toBe(true)
    expect(example).toContain(`$${name}(`)
  })
})

describe('parametersOf', () => {
  test('names the parameters one by one', () => {
    const parameters = (name: string) => {
      const help = functionHelp(name)
      return help && parametersOf(help)
    }
    expect(parameters('substring')).toEqual(['text', 'start', 'length?'])
    expect(parameters('millis')).toEqual([])
  })
})
