import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import jsonata from 'jsonata'
import { expect, it } from 'vitest'
import { parseSyntax, readSyntax, syntaxFault } from './parse-syntax.ts'
import { type Syntax, walk } from './syntax.ts'
import { anyExpression, anyMapping, templateTexts } from './testing.ts'

const AGREED = readFileSync(
  new URL('../../nodes/expression/agreement.txt', import.meta.url),
  'utf8',
).split('\n')

it.each(templateTexts())('JSONata points to the same places in $where', ({ text }) => {
  expect(missingPlaces(text)).toEqual([])
})

it('points to the same places as JSONata in whatever JSONata can read', () => {
  for (const text of AGREED)
    if (canRead(text)) expect({ text, at: missingPlaces(text) }).toEqual({ text, at: [] })
  fc.assert(
    fc.property(fc.oneof(anyExpression, anyMapping), (text) => {
      fc.pre(canRead(text))
      expect(missingPlaces(text)).toEqual([])
    }),
  )
})

it('reads every part from its own text alone', () => {
  fc.assert(
    fc.property(fc.oneof(anyExpression, anyMapping), (text) => {
      const tree = readSyntax(text)
      fc.pre(tree !== null)
      if (tree) walk(tree, (node) => expect(shape(alone(text, node))).toEqual(shape(node)))
    }),
  )
})

it('refuses what JSONata refuses, and never throws anything else', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), broken()), (text) => {
      if (canRead(text)) expect(readSyntax(text)).not.toBeNull()
      syntaxFault(text)
    }),
    { numRuns: 1_000 },
  )
})

it('says where and why a text cannot be read', () => {
  expect(syntaxFault('$substring(name, 0')).toEqual({
    message: 'The expression is not complete: ) is missing.',
    position: 18,
  })
  expect(syntaxFault('a, b')).toEqual({ message: '“,” cannot stand here.', position: 1 })
  expect(syntaxFault('"open')).toMatchObject({ message: 'The text has no closing quote.' })
  expect(syntaxFault('('.repeat(100_000))).toMatchObject({
    message: 'The expression is nested too deeply.',
  })
})

/** Texts that nearly are expressions: with a character left out or put in. */
function broken(): fc.Arbitrary<string> {
  const character = fc.constantFrom('', '(', ')', '{', '"', '/', '.', ',', '[', '?', '`', '*/')
  return fc.tuple(anyExpression, fc.nat(), character).map(([text, at, put]) => {
    const place = at % (text.length + 1)
    return text.slice(0, place) + put + text.slice(place + 1)
  })
}

function canRead(text: string): boolean {
  try {
    jsonata(text)
    return true
  } catch {
    return false
  }
}

/** What JSONata's tree has at a place where ours has nothing of the kind. */
function missingPlaces(text: string): string[] {
  const ours = new Set<string>()
  walk(parseSyntax(text), (node) => ours.add(`${node.at} ${WORDS[node.type] ?? node.type}`))
  const theirs: string[] = []
  const waiting: unknown[] = [jsonata(text).ast()]
  while (waiting.length > 0) {
    const node = waiting.pop()
    if (typeof node !== 'object' || node === null) continue
    waiting.push(...Object.values(node))
    if (
      'thunk' in node ||
      !('position' in node) ||
      node.position === undefined ||
      !('type' in node) ||
      typeof node.type !== 'string'
    )
      continue
    const word = node.type === 'unary' && 'value' in node ? String(node.value) : node.type
    theirs.push(`${String(node.position)} ${WORDS[word] ?? word}`)
  }
  return theirs.filter((place) => !ours.has(place) && !/ (path|index)$/.test(place))
}

/** One word each for what the two trees name differently. */
const WORDS: Record<string, string> = {
  ...{ name: 'leaf', string: 'leaf', number: 'leaf', literal: 'leaf', value: 'leaf' },
  ...{
    operator: 'placeholder',
    apply: 'binary',
    bind: 'binary',
    default: 'condition',
    partial: 'function',
  },
  ...{ call: 'function', '-': 'negative', '[': 'array', '{': 'object', negative: 'negative' },
}

function alone(text: string, node: Syntax): Syntax {
  const own = text.slice(node.start, node.end)
  if (node.type === 'placeholder') return node
  // A range stands in a list only, and a step after a dot may be a text.
  if (node.type !== 'binary' || node.operator !== '..') return parseSyntax(own)
  const list = parseSyntax(`[${own}]`)
  return list.type === 'array' ? (list.items[0] ?? list) : list
}

/** A tree without its places. */
function shape(tree: Syntax): unknown {
  return JSON.parse(
    JSON.stringify(tree, (key, value: unknown) => (PLACES.includes(key) ? undefined : value)),
  )
}

const PLACES = ['start', 'end', 'at']
