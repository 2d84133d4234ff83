import { describe, expect, test } from 'vitest'
import { evaluationFault, expressionFault } from './expression-fault.ts'

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
  test.each([
    ['{ "a": 1, "b" "due date": 2 }', '"due date"'],
    [`total "it's \\"so\\""`, `"it's \\"so\\""`],
    ['"x" & total `due date`', '`due date`'],
    ['/* don\'t */ total "b"', '"b"'],
  ])('underlines all of a quoted text or name: %s', (text, at) => {
    expect(expressionFault(text)?.place.at).toBe(at)
  })
  test('a text without an end is underlined where it is noticed', () => {
    expect(expressionFault('"a" & "')?.place.at).toBe('"')
  })
  test.each([
    ['total 5', '5'],
    ['total 0.5', '0.5'],
    ['total true', 'true'],
    ['total null', 'null'],
  ])('names the number or word that does not belong there: %s', (text, token) => {
    expect(expressionFault(text)?.message).toContain(`“${token}” does not belong here.`)
  })
  test('counts lines, and shows the one line that is at fault', () => {
    const fault = expressionFault('{\n  "a": 1,\n  "b": ]\n}')
    expect(fault?.place).toMatchObject({ before: '  "b": ', at: ']', after: '', line: 3 })
  })
})

describe('evaluationFault', () => {
  test('points at the function that refused its argument', () => {
    const text = '{ "name": $uppercase(total) }'
    const fault = evaluationFault(text, { message: 'No.', position: 21 })
    expect(fault?.place).toMatchObject({ before: '{ "name": ', at: '$uppercase', column: 11 })
  })
  test('points at an operator of two signs', () => {
    expect(evaluationFault('a >= 1', { message: 'No.', position: 4 })?.place.at).toBe('>=')
  })
  test('without a position there is no place to point at', () => {
    expect(evaluationFault('a', { message: 'No.', position: null })).toBeNull()
  })
})
