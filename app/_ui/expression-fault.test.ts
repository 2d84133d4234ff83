import { describe, expect, test } from 'vitest'
import { expressionFault } from './expression-fault.ts'

describe('expressionFault', () => {
  test('a good expression and a blank one have none', () => {
    expect(expressionFault('customer.email')).toBeNull()
    expect(expressionFault('  ')).toBeNull()
  })
  test('points at the token that was not expected', () => {
    const fault = expressionFault('total ) 2')
    expect(fault?.place).toMatchObject({ before: 'total ', at: ')', line: 1, column: 7 })
  })
  test('points at the last character when something is missing at the end', () => {
    expect(expressionFault('a.(b')?.place).toMatchObject({ before: 'a.(', at: 'b', column: 4 })
  })
  test('counts lines, and shows the one line that is at fault', () => {
    const fault = expressionFault('{\n  "a": 1,\n  "b": ]\n}')
    expect(fault?.place).toMatchObject({ before: '  "b": ', at: ']', after: '', line: 3 })
  })
})
