import type { AstPath, Doc, ParserOptions, Printer } from 'prettier'
import { builders } from 'prettier/doc'
import { childrenOf, type Syntax, type SyntaxOf } from '../syntax.ts'
import type { Comment } from './comments.ts'

const { align, fill, group, hardline, indent, join, line, softline } = builders

/** The whole text: an expression and its comments. */
export interface Root {
  type: 'root'
  body: Syntax
  comments: Comment[]
  start: number
  end: number
}

export type Printed = Root | Syntax | Comment

/** How Prettier lays an expression out. Names, texts and numbers stay as they are written. */
export const PRINTER: Printer<Printed> = {
  print: (path, options, print, args) => {
    const { node } = path
    const part: Part = (...selector) => print(selector)
    const chained: Part = (...selector) => print(selector, CHAINED)
    if (node.type === 'comment') return node.text
    if (node.type === 'root') return part('body')
    return layOut(node, { part, chained, text: options.originalText, isChained: args === CHAINED })
  },
  canAttachComment: (node) => node.type !== 'root' && node.type !== 'comment',
  getCommentChildNodes: (node) => {
    if (node.type === 'root') return [node.body]
    return node.type === 'comment' ? [] : childrenOf(node)
  },
  isBlockComment: () => true,
  printComment: (path: AstPath<Printed>) => {
    const { node } = path
    if (node.type !== 'comment') return ''
    const [first = '', ...others] = node.text.split('\n')
    return join(hardline, [first.trimEnd(), ...others.map((one) => ` ${one.trim()}`)])
  },
}

/** Where a node stands in the text, for Prettier. */
export const LOCATION = {
  locStart: (node: Printed) => node.start,
  locEnd: (node: Printed) => node.end,
}

const CHAINED = { chained: true }

type Part = (...selector: (string | number)[]) => Doc

interface Layout {
  /** A part of the node, printed. */
  part: Part
  /** The same as a further link of the node's own chain. */
  chained: Part
  text: ParserOptions['originalText']
  isChained: boolean
}

function layOut(node: Syntax, layout: Layout): Doc {
  const { part, text } = layout
  switch (node.type) {
    case 'name':
    case 'variable':
    case 'string':
    case 'number':
    case 'literal':
    case 'regex':
    case 'wildcard':
    case 'descendant':
    case 'parent':
    case 'placeholder':
      return text.slice(node.start, node.end)
    case 'binary':
      return binary(node, layout)
    case 'default':
      return chain(node.operator, node.left, layout)
    case 'filter':
      return [part('left'), group(['[', indent([softline, part('right')]), softline, ']'])]
    case 'keep':
      return [part('left'), '[]']
    case 'sort': {
      const terms = node.terms.map(({ descending }, at) => [
        descending ? '>' : text.charAt(sortSign(text, node, at)) === '<' ? '<' : '',
        part('terms', at, 'by'),
      ])
      return [part('left'), '^(', join(', ', terms), ')']
    }
    case 'group':
      return [part('left'), pairs(node, layout)]
    case 'negative':
      return ['-', part('of')]
    case 'array':
      return array(node, layout)
    case 'object':
      return pairs(node, layout)
    case 'block':
      return block(node, layout)
    case 'call':
      return [part('procedure'), given(node, layout)]
    case 'lambda':
      return lambda(node, layout)
    case 'condition':
      return condition(node, layout)
    case 'transform': {
      const gone = node.delete ? [', ', part('delete')] : ''
      return ['|', part('pattern'), '|', part('update'), gone, '|']
    }
  }
}

function binary({ operator, left }: SyntaxOf<'binary'>, layout: Layout): Doc {
  const { part } = layout
  switch (operator) {
    case '.':
    case '@':
    case '#':
    case '..':
      return [part('left'), operator, part('right')]
    case ':=':
      return [part('left'), ' := ', part('right')]
    default:
      return chain(operator, left, layout)
  }
}

/** Operators stand at the end of a line, the parts of a chain of one operator one below another. */
function chain(operator: string, left: Syntax, { part, chained, isChained }: Layout): Doc {
  const continues =
    (left.type === 'binary' || left.type === 'default') && left.operator === operator
  const first = continues ? chained('left') : part('left')
  const links = [first, ` ${operator}`, line, part('right')]
  return isChained ? links : group(indent(links))
}

/** A term of an order may say `<`, which is what it means anyway. */
function sortSign(text: string, { terms }: SyntaxOf<'sort'>, at: number): number {
  const before = text.slice(0, terms[at]?.by.start ?? 0).trimEnd()
  return before.length - 1
}

function array({ items }: SyntaxOf<'array'>, { part }: Layout): Doc {
  const [only] = items
  if (!only) return '[]'
  if (items.length === 1 && isHugged(only)) return ['[', part('items', 0), ']']
  const printed = items.map((_item, at) => part('items', at))
  const isPlain = items.every(({ type }) => ['string', 'number', 'literal'].includes(type))
  const listed = isPlain ? fill(join([',', line], printed)) : join([',', line], printed)
  return group(['[', indent([softline, listed]), softline, ']'])
}

/** The fields of an object; on lines of their own where the first one was. */
function pairs(node: SyntaxOf<'object'> | SyntaxOf<'group'>, { part, text }: Layout): Doc {
  const [first] = node.pairs
  if (!first) return '{}'
  const opened = node.type === 'object' ? node.start : node.left.end
  const brace = text.indexOf('{', opened)
  const shouldBreak = text.slice(brace, first.key.start).includes('\n')
  const printed = node.pairs.map(({ value }, at): Doc => {
    const isLast = at === node.pairs.length - 1
    const gap = !isLast && hasBlankLine(text, value.end) ? hardline : ''
    return [
      part('pairs', at, 'key'),
      ': ',
      part('pairs', at, 'value'),
      isLast ? '' : [',', gap, line],
    ]
  })
  return group(['{', indent([line, printed]), line, '}'], { shouldBreak })
}

function block({ parts }: SyntaxOf<'block'>, { part, text }: Layout): Doc {
  const [only, second] = parts
  if (!only) return '()'
  if (!second) {
    return isHugged(only)
      ? ['(', part('parts', 0), ')']
      : group(['(', indent([softline, part('parts', 0)]), softline, ')'])
  }
  const shouldBreak = text.slice(only.end, second.start).includes('\n')
  const printed = parts.map((one, at): Doc => {
    const isLast = at === parts.length - 1
    const gap = !isLast && hasBlankLine(text, one.end) ? hardline : ''
    return [part('parts', at), isLast ? '' : [';', gap, line]]
  })
  return group(['(', indent([softline, printed]), softline, ')'], { shouldBreak })
}

function given(node: SyntaxOf<'call'>, { part }: Layout): Doc {
  const printed = node.arguments.map((_argument, at) => part('arguments', at))
  const last = node.arguments.at(-1)
  if (!last) return '()'
  const others = node.arguments.slice(0, -1)
  const isSimple = others.every((one) =>
    ['name', 'variable', 'string', 'binary'].includes(one.type),
  )
  if (isHugged(last) && isSimple) return ['(', join(', ', printed), ')']
  return group(['(', indent([softline, join([',', line], printed)]), softline, ')'])
}

function lambda(node: SyntaxOf<'lambda'>, { part, text }: Layout): Doc {
  const word = text.charAt(node.start) === 'λ' ? 'λ' : 'function'
  const names = node.parameters.map((_parameter, at) => part('parameters', at))
  const afterNames = text.slice(node.parameters.at(-1)?.end ?? node.at, node.body.start)
  const signature = /^[^<{]*(<[^{]*>)\s*\{/.exec(afterNames)?.[1] ?? ''
  const head = [word, '(', join(', ', names), ')', signature, ' ']
  if (isHugged(node.body)) return [head, '{', part('body'), '}']
  return group([head, '{', indent([line, part('body')]), line, '}'])
}

function condition(node: SyntaxOf<'condition'>, { part, chained, isChained }: Layout): Doc {
  const asked = [part('condition')]
  if (!node.else) {
    const isShort = isHugged(node.then)
    const then = [isShort ? ' ? ' : [line, '? '], part('then')]
    return isChained ? [asked, ' ? ', part('then')] : group([asked, indent(then)].flat())
  }
  const otherwise = [
    line,
    ': ',
    node.else.type === 'condition' ? chained('else') : align(2, part('else')),
  ]
  if (isChained) return [asked, ' ? ', align(2, part('then')), otherwise]
  return group([asked, indent([line, '? ', align(2, part('then')), otherwise])])
}

/** What brings its own brackets needs no line of its own within others. */
function isHugged(node: Syntax): boolean {
  switch (node.type) {
    case 'object':
    case 'array':
    case 'lambda':
      return true
    case 'block':
      return node.parts.length > 1
    case 'call':
      return isHuggedCall(node)
    default:
      return false
  }
}

function isHuggedCall(node: SyntaxOf<'call'>): boolean {
  const last = node.arguments.at(-1)
  return node.procedure.type === 'variable' && last !== undefined && isHugged(last)
}

/** An empty line between two parts is kept, as one. */
function hasBlankLine(text: string, end: number): boolean {
  const rest = text.slice(end).replace(/^\s*[,;]/, '')
  return /^[^\S\n]*(?:\/\*[^\n]*?\*\/[^\S\n]*)?\n[^\S\n]*\n/.test(rest)
}
