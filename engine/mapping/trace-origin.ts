import {
  anyOf,
  decidedBy,
  fieldOf,
  madeOf,
  NOTHING,
  oneOf,
  type Origin,
  parentOf,
  placed,
  Scope,
  sourcesOf,
} from './origin.ts'
import { pairNames } from './row-shapes.ts'
import type { Pair, Syntax, SyntaxOf } from './syntax.ts'

/**
 * Follows where the value of an expression comes from, without evaluating it: through paths,
 * variables, functions and lists. Both branches of a condition count, and so does what decides.
 */
export function traceOrigin(text: string, tree: Syntax): Origin {
  const root = placed('')
  const scope = new Scope(null)
  scope.bind('$', root)
  return new Tracer(text).trace(tree, root, scope)
}

/** Calls followed into functions; a function that calls itself would never end. */
const MOST_CALLS = 2_000
const DEEPEST_CALL = 12

class Tracer {
  readonly #text: string
  #calls = 0
  #depth = 0

  constructor(text: string) {
    this.#text = text
  }

  trace(node: Syntax, here: Origin, scope: Scope): Origin {
    const of = (one: Syntax) => this.trace(one, here, scope)
    switch (node.type) {
      case 'name':
        return fieldOf(here, node.value)
      case 'variable':
        return node.value === '' ? here : (scope.find(node.value) ?? NOTHING)
      case 'string':
        return { ...NOTHING, text: node.value }
      case 'number':
      case 'literal':
      case 'regex':
      case 'placeholder':
        return NOTHING
      case 'wildcard':
        return anyOf(here, '*')
      case 'descendant':
        return anyOf(here, '**')
      case 'parent':
        return parentOf(here)
      case 'binary':
        return this.#binary(node, here, scope)
      case 'filter': {
        const list = of(node.left)
        return decidedBy(list, this.trace(node.right, list, scope))
      }
      case 'keep':
        return of(node.left)
      case 'sort': {
        const list = of(node.left)
        return decidedBy(list, ...node.terms.map(({ by }) => this.trace(by, list, scope)))
      }
      case 'group': {
        const list = of(node.left)
        return this.#object(node.pairs, list, scope)
      }
      case 'negative':
        return madeOf(of(node.of))
      case 'array': {
        const all = oneOf(...node.items.map(of))
        return all.fields && !all.each ? { ...all, each: [] } : all
      }
      case 'object':
        return this.#object(node.pairs, here, scope)
      case 'block': {
        const inner = new Scope(scope)
        return node.parts.reduce((_, part) => this.trace(part, here, inner), NOTHING)
      }
      case 'call':
        return this.#call(node, { here, scope })
      case 'lambda':
        return { ...NOTHING, lambda: { node, here, scope } }
      case 'condition':
        return decidedBy(
          oneOf(of(node.then), ...(node.else ? [of(node.else)] : [])),
          of(node.condition),
        )
      case 'default':
        return oneOf(of(node.left), of(node.right))
      case 'transform':
        return madeOf(of(node.pattern), of(node.update))
    }
  }

  #binary(node: SyntaxOf<'binary'>, here: Origin, scope: Scope): Origin {
    const { left, right, operator } = node
    switch (operator) {
      case '.': {
        const list = this.trace(left, here, scope)
        if (right.type === 'string') return fieldOf(list, right.value)
        const made = this.trace(right, list, scope)
        return made.fields
          ? { ...made, each: made.each ?? sourcesOf({ ...list, fields: null }) }
          : made
      }
      case ':=': {
        const value = this.trace(right, here, scope)
        if (left.type === 'variable') scope.bind(left.value, value)
        return value
      }
      case '@': {
        const value = this.trace(left, here, scope)
        if (right.type === 'variable') scope.bind(right.value, value)
        // What follows goes on from what holds the list.
        return left.type === 'binary' ? this.trace(left.left, here, scope) : here
      }
      case '#':
        if (right.type === 'variable') scope.bind(right.value, NOTHING)
        return this.trace(left, here, scope)
      case '~>': {
        const value = this.trace(left, here, scope)
        if (right.type === 'call') return this.#call(right, { here, scope, first: value })
        const next = this.trace(right, here, scope)
        return next.lambda ? this.#apply(next, [value]) : madeOf(value, next)
      }
      default:
        return madeOf(this.trace(left, here, scope), this.trace(right, here, scope))
    }
  }

  #object(pairs: readonly Pair[], here: Origin, scope: Scope): Origin {
    const names = pairNames(this.#text, pairs)
    const fields = pairs.map(({ key, value }, index): [string, Origin] => [
      names[index] ?? '',
      decidedBy(this.trace(value, here, scope), this.trace(key, here, scope)),
    ])
    return { ...NOTHING, fields: new Map(fields) }
  }

  #call(node: SyntaxOf<'call'>, at: { here: Origin; scope: Scope; first?: Origin }): Origin {
    const { here, scope, first } = at
    const own = node.arguments.map((one) => this.trace(one, here, scope))
    const given = first ? [first, ...own] : own
    const name = node.procedure.type === 'variable' ? node.procedure.value : null
    const bound = name === null ? this.trace(node.procedure, here, scope) : scope.find(name)
    if (bound?.lambda) return this.#apply(bound, given)
    return this.#builtin(name ?? '', given, here)
  }

  #builtin(name: string, given: readonly Origin[], here: Origin): Origin {
    const [list = NOTHING, second = NOTHING, third = NOTHING] = given
    const key = list.text
    switch (name) {
      case 'setting':
        if (key === null) return madeOf(...given)
        return { ...oneOf(second), settings: [...second.settings, key] }
      case 'lookup': {
        if (key !== null) return oneOf(decidedBy({ ...NOTHING, settings: [key] }, second), third)
        const wanted = second.text
        if (wanted === null) return oneOf(decidedBy(anyOf(list, '*'), second), third)
        return oneOf(fieldOf(list, wanted), third)
      }
      case 'merge':
        return { ...list, each: null }
      case 'append':
        return oneOf(list, second)
      case 'distinct':
      case 'reverse':
      case 'shuffle':
      case 'spread':
        return list
      case 'map': {
        const made = this.#apply(second, [list, NOTHING, list])
        return made.fields
          ? { ...made, each: made.each ?? sourcesOf({ ...list, fields: null }) }
          : made
      }
      case 'each':
        return this.#apply(second, [anyOf(list, '*'), NOTHING, list])
      case 'filter':
      case 'single':
      case 'sift':
      case 'sort':
        return decidedBy(list, this.#apply(second, [list, list]))
      case 'reduce':
        return this.#apply(second, [oneOf(third, list), list])
      case 'now':
      case 'millis':
      case 'random':
        return NOTHING
      default:
        // Functions without arguments work on what the expression is at.
        return given.length === 0 ? madeOf(here) : madeOf(...given)
    }
  }

  #apply(procedure: Origin, given: readonly Origin[]): Origin {
    const { lambda } = procedure
    this.#calls += 1
    if (!lambda || this.#depth >= DEEPEST_CALL || this.#calls > MOST_CALLS) {
      return madeOf(procedure, ...given)
    }
    const scope = new Scope(lambda.scope)
    for (const [index, parameter] of lambda.node.parameters.entries()) {
      if (parameter.type === 'variable') scope.bind(parameter.value, given[index] ?? NOTHING)
    }
    this.#depth += 1
    const origin = this.trace(lambda.node.body, lambda.here, scope)
    this.#depth -= 1
    return origin
  }
}
