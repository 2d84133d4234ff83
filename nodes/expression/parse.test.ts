import { expect, it } from 'vitest'
import { parseExpression } from './parse.ts'

it('finds nothing wrong with names that the text itself binds', () => {
  const text =
    '( $f := function($x) { $x + 1 }; a@$l.b#$i.{ "n": $f($l), "i": $i, "k": $key, "d": $toMajor(1, "usd") } )'
  expect(parseExpression(text).problems).toStrictEqual([])
})

it('points at functions and variables that nothing defines', () => {
  expect(parseExpression('a + $upercase(b)').problems).toMatchObject([
    { code: 'TR030', position: 4, token: 'upercase' },
  ])
})

it('points at the first fault of the grammar', () => {
  const { problems, ast } = parseExpression('a.(b +')
  expect(problems).toMatchObject([{ code: 'S0203', position: 6 }])
  expect(ast).toBeUndefined()
})
