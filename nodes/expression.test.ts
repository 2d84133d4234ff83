import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ExpressionError, type Scope, compileExpression } from './expression.ts'
import type { Json } from './json.ts'

const scope: Scope = {
  now: new Date('2026-01-02T03:04:05Z'),
  seed: 'run 1',
  key: 'in_1',
  settings: { defaultItem: '42', empty: '', itemMap: { prod_a: '7' } },
}

async function evaluate(text: string, input: Json = {}, over: Partial<Scope> = {}) {
  return compileExpression(text).evaluate(input, { ...scope, ...over })
}

async function fault(text: string, input: Json = {}): Promise<ExpressionError> {
  try {
    await evaluate(text, input)
  } catch (thrown) {
    if (thrown instanceof ExpressionError) return thrown
    throw thrown
  }
  throw new Error('The expression did not fail.')
}

describe('an expression', () => {
  it('gives plain JSON: lists without marks, fields without a value left out, no -0', async () => {
    expect(
      await evaluate('{ "list": items.p, "none": missing, "zero": -n }', {
        items: [{ p: 1 }, { p: 2 }],
        n: 0,
      }),
    ).toStrictEqual({ list: [1, 2], zero: 0 })
    expect(await evaluate('missing')).toBeUndefined()
  })

  it('keeps code, position and token of a fault in its text', () => {
    expect(() => compileExpression('items.(1 + )')).toThrow(
      expect.objectContaining({ code: 'S0211', position: 12, token: ')' }),
    )
  })

  it('keeps code and position of a fault while it runs', async () => {
    expect(await fault('1 + "a"')).toMatchObject({ code: 'T2002', position: 3, token: '+' })
  })

  it('refuses results that are not data', async () => {
    expect(await fault('$uppercase')).toMatchObject({ code: 'TR008' })
    expect(await fault('1/0')).toMatchObject({ code: 'TR007' })
  })

  it('keeps a field called __proto__ a field', async () => {
    expect(JSON.stringify(await evaluate('{ "__proto__": 1 }'))).toBe('{"__proto__":1}')
  })

  it('sees the clock and the random numbers of its run, so that a replay answers alike', async () => {
    const text = '[$now(), $millis(), $random(), $random(), [$shuffle([1..20])]]'
    const first = await evaluate(text)
    expect(await evaluate(text)).toStrictEqual(first)
    expect(first).toMatchObject([
      '2026-01-02T03:04:05.000Z',
      1767323045000,
      expect.any(Number),
      expect.any(Number),
      expect.any(Array),
    ])
    expect(await evaluate(text, {}, { seed: 'run 2' })).not.toStrictEqual(first)
    expect(await evaluate('$toMillis("12:30", "[H]:[m]")')).toBe(Date.UTC(2026, 0, 2, 12, 30))
  })

  it('reads the record key, settings and given variables', async () => {
    expect(await evaluate('$key & $setting("defaultItem")')).toBe('in_142')
    expect(await evaluate('$setting("empty", "none")')).toBe('none')
    expect(await evaluate('$extra.a', {}, { bindings: { extra: { a: 1 } } })).toBe(1)
    expect(await fault('$setting("empty")')).toMatchObject({ code: 'TR011', token: 'empty' })
  })

  it('looks up tables of the settings by name, and objects as JSONata does', async () => {
    expect(await evaluate('$lookup("itemMap", "prod_a")')).toBe('7')
    expect(await evaluate('$lookup("itemMap", "prod_b", null)')).toBeNull()
    expect(await fault('$lookup("itemMap", "prod_b")')).toMatchObject({ code: 'TR012' })
    expect(await fault('$lookup("itemMap", missing)')).toMatchObject({ code: 'TR012' })
    expect(await evaluate('$lookup(a, "b")', { a: { b: 1 } })).toBe(1)
    expect(await evaluate('$lookup(a, "c", 2)', { a: { b: 1 } })).toBe(2)
    expect(await evaluate('$lookup("b")', { b: 3 })).toBe(3)
  })

  it('answers alike when JSONata passes its functions around', async () => {
    expect(await evaluate('$map(["a","b"], $uppercase)')).toStrictEqual(['A', 'B'])
    expect(await evaluate('$pad(?, 3)("a") & "|"')).toBe('a  |')
    expect(await evaluate('" a " ~> $trim ~> $uppercase')).toBe('A')
    expect(await evaluate('$sort([3,1,2])')).toStrictEqual([1, 2, 3])
    expect(
      await evaluate('$sort([{"a":1},{"a":2}], function($l,$r){ $l.a < $r.a }).a'),
    ).toStrictEqual([2, 1])
    expect(await evaluate('$distinct([1, 1, {"a":1}, {"a":1}])')).toStrictEqual([1, { a: 1 }])
    expect(await evaluate('$spread([{"a":1,"b":2}])')).toStrictEqual([{ a: 1 }, { b: 2 }])
    expect(await evaluate('{"a":1,"b":[2]} = $eval("{\'b\':[2],\'a\':1}")')).toBe(true)
    expect(await evaluate('$eval("a + 1", {"a": 2})')).toBe(3)
    expect(
      await evaluate('$replace("a1b22", /[0-9]+/, function($m){ "<" & $m.match & ">" })'),
    ).toBe('a<1>b<22>')
  })
})

describe('hostile expressions', () => {
  const doubling = (body: string) => `$reduce([1..64], function($a, $b) { ${body} }, "x")`
  const shared = doubling('{ "l": $a, "r": $a }')
  it.each([
    ['a backtracking regular expression', `$contains("${'a'.repeat(5000)}!", /(a+)+$/)`, undefined],
    ['a text that doubles', doubling('$a & $a'), 'TR005'],
    ['a list that doubles', doubling('[$a, $a]'), /TR00|D2015/],
    ['a value that doubles, as a result', shared, 'TR004'],
    ['a value that doubles, as text', `$string(${shared})`, /TR00[45]/],
    ['a value that doubles, joined to a text', `"" & ${shared}`, /TR00[45]/],
    ['a value that doubles, copied', `$clone(${shared})`, /TR00[45]/],
    ['two values that double, compared', `${shared} = ${shared}`, /D1012|TR004/],
    ['two values that double, made distinct', `$distinct([${shared}, ${shared}])`, /D1012|TR004/],
    ['endless recursion', '($f := function($n) { 1 + $f($n) }; $f(1))', 'D1011'],
    ['an endless loop', '($f := function($n) { $f($n) }; $f(1))', 'D1012'],
    ['a huge range', '[1..10000000]', 'D2015'],
    ['ranges of ranges', '[1..100000].[1..100000]', /TR004|D1012|D2015/],
    ['lists of lists', '($x := [1..100000]; [1..100000].[$x])', /TR004|D1012/],
    ['huge padding', '$pad("a", 1000000000)', 'TR005'],
    ['padding with a huge text', '$pad("a", 1000000, $pad("b", 1000000))', 'TR005'],
    ['a huge join', '$join([1..90000].$string($), $pad("a", 100000))', /TR005|D1012/],
    [
      'a replacement that explodes',
      '$replace($pad("", 1000000, "a"), "a", $pad("", 1000, "b"))',
      'TR005',
    ],
    ['too many matches', '$match($pad("", 1000000, "a"), /a/)', /D1012|D2015|TR006/],
    [
      'a heavy regular expression',
      '$match($pad("", 1000000, "a"), /(a|b|ab)*(c|d|cd)*(e|f|ef)*z/)',
      'TR006',
    ],
    [
      'a sort of many elements that compares slowly',
      '$sort([1..100000], function($a, $b) { $sum([1..1000]) > $a - $b })',
      'D1012',
    ],
    [
      'a long list looked through for each of its elements',
      '($x := [1..100000]; $x[-$ in $x])',
      'D1012',
    ],
    [
      'an ambiguous date picture',
      `$toMillis("${'1'.repeat(60)}x", "[Y][Y][Y][Y][Y][Y][Y][Y]")`,
      'TR019',
    ],
    ['a wide date picture', '$fromMillis(0, "[Y,999999999]")', 'TR019'],
    ['a wide picture for the clock', '$now("[Y,999999999]")', 'TR019'],
    ['a long number picture', '$formatInteger(5, $pad("", 300000, "#,##0"))', 'TR019'],
    ['a huge Roman number', '$formatInteger(1e15, "I")', /TR002|D/],
    [
      'an evaluated loop',
      '($f := function($t) { $eval($t) }; $t := "$eval($t)"; $f($t))',
      /D10|D312/,
    ],
    [
      'an evaluated regular expression',
      `$eval('$contains("${'a'.repeat(5000)}!", /(a+)+$/)')`,
      undefined,
    ],
    [
      'an evaluated doubling',
      '$eval(\'$reduce([1..64], function($a, $b) { $a & $a }, "x")\')',
      'TR005',
    ],
  ])('%s ends by itself', async (_name, text, code) => {
    if (code === undefined) expect(await evaluate(text)).toBe(false)
    else expect((await fault(text)).code).toMatch(code)
  })

  it.each([
    ['brackets', `${'('.repeat(50_000)}1${')'.repeat(50_000)}`],
    ['lists', `${'['.repeat(50_000)}${']'.repeat(50_000)}`],
    ['comments', `${'/**/'.repeat(40_000)}1`],
    ['minus signs', `${'-'.repeat(100_000)}1`],
    ['a text over the limit', '1+'.repeat(150_000)],
  ])('%s without end are refused or read, never a crash', async (_name, text) => {
    const outcome = await evaluate(text).catch((thrown: unknown) => thrown)
    if (typeof outcome !== 'number') expect(outcome).toBeInstanceOf(ExpressionError)
  })

  it('gives a value or an ExpressionError, whatever is typed', async () => {
    const piece = fc.constantFrom(
      ...[
        '$',
        '$$',
        'a',
        'b',
        '.',
        '[',
        ']',
        '(',
        ')',
        '{',
        '}',
        '"k"',
        ':',
        ',',
        ';',
        '1',
        '0',
        '-1',
      ],
      ...['..', '&', '=', '!=', '+', '/', '*', '**', '%', '~>', ':=', '?', '^(', '@$x', '#$i', '|'],
      ...[
        '$string',
        '$pad',
        '$eval',
        '$sort',
        '$map',
        '$lookup',
        '$setting',
        '$toMajor',
        '$divide',
      ],
      ...[
        'function($x){',
        '/a*/',
        ' ',
        '$now',
        '$toMillis',
        '$isoDate',
        '$country',
        '1e308',
        'null',
      ],
    )
    await fc.assert(
      fc.asyncProperty(
        fc.array(piece, { maxLength: 12 }),
        fc.jsonValue(),
        async (pieces, input) => {
          const plain = JSON.parse(JSON.stringify(input))
          try {
            const result = await evaluate(pieces.join(''), plain)
            expect(JSON.parse(JSON.stringify({ result }))).toStrictEqual(
              result === undefined ? {} : { result },
            )
          } catch (thrown) {
            expect(thrown).toBeInstanceOf(ExpressionError)
          }
        },
      ),
      { numRuns: 1500 },
    )
  })

  it('refuses regular expressions that have no linear algorithm, where they stand', () => {
    expect(() => compileExpression('$match(a, /(?=b)c/)')).toThrow(
      expect.objectContaining({ code: 'TR003' }),
    )
  })
})
