import type { SourceField } from '../source-fields.ts'
import type { Pair, Syntax, SyntaxOf } from '../syntax.ts'

/** Where in the record a part of an expression points to, as far as the samples tell. */
export interface Place {
  /** null: the record itself. */
  field: SourceField | null
  fields: readonly SourceField[]
  /** Several values: a list is on the way. */
  isList: boolean
  /** 0…1 of the samples have it. */
  present: number
  /** It is looked for by a condition, which may hold for none. */
  isFiltered: boolean
}

/** A name that no sample has there. */
interface Missing {
  node: SyntaxOf<'name'>
  /** The names that are there instead. */
  known: readonly string[]
  /** The expression asks whether it is there, or has something else for it. */
  isOptional: boolean
}

export interface Places {
  of: (node: Syntax) => Place | null
  missing: readonly Missing[]
}

/** Follows every path of an expression through the fields of the samples. */
export function findPlaces(tree: Syntax, fields: readonly SourceField[]): Places {
  if (fields.length === 0) return { of: () => null, missing: [] }
  const walker = new Walker(fields)
  walker.visit(tree, { here: walker.root, variables: new Map(), tests: [], isGuarded: false })
  return { of: (node) => walker.places.get(node) ?? null, missing: walker.missing }
}

interface Scope {
  here: Place | null
  variables: Map<string, Place | null>
  /** First names that an enclosing condition asks for. */
  tests: readonly string[]
  /** Where a missing value is expected, as left of ?: */
  isGuarded: boolean
}

const ELEMENT_FUNCTIONS = ['map', 'filter', 'single', 'sort']
const KEEPING = ['filter', 'sort', 'reverse', 'distinct', 'append']
const ASKING = ['exists', 'boolean', 'not', 'lookup', 'count', 'type']

class Walker {
  readonly places = new Map<Syntax, Place>()
  readonly missing: Missing[] = []
  readonly root: Place

  constructor(fields: readonly SourceField[]) {
    this.root = { field: null, fields, isList: false, present: 1, isFiltered: false }
  }

  visit(node: Syntax, scope: Scope): Place | null {
    const place = this.#place(node, scope)
    if (place) this.places.set(node, place)
    return place
  }

  #place(node: Syntax, scope: Scope): Place | null {
    switch (node.type) {
      case 'name':
        return this.#step(node, scope)
      case 'variable':
        if (node.value === '') return scope.here
        return node.value === '$' ? this.root : (scope.variables.get(node.value) ?? null)
      case 'binary':
        return this.#binary(node, scope)
      case 'filter': {
        const left = this.visit(node.left, scope)
        this.visit(node.right, { ...scope, here: within(left) })
        if (!left) return null
        const isOne = node.right.type === 'number' || node.right.type === 'negative'
        return isOne ? { ...left, isList: false } : { ...left, isFiltered: true }
      }
      case 'keep': {
        const left = this.visit(node.left, scope)
        return left && { ...left, isList: true }
      }
      case 'sort': {
        const left = this.visit(node.left, scope)
        for (const { by } of node.terms) this.visit(by, { ...scope, here: within(left) })
        return left
      }
      case 'group': {
        const left = this.visit(node.left, scope)
        for (const { key, value } of node.pairs) {
          this.visit(key, { ...scope, here: within(left) })
          // It is made of all that have the same key.
          this.visit(value, { ...scope, here: left })
        }
        return null
      }
      case 'object':
        this.#pairs(node.pairs, scope)
        return null
      case 'negative':
        this.visit(node.of, scope)
        return null
      case 'array':
        for (const item of node.items) this.visit(item, scope)
        return null
      case 'block': {
        const inner = { ...scope, variables: new Map(scope.variables) }
        return node.parts.reduce<Place | null>((_before, part) => this.visit(part, inner), null)
      }
      case 'call':
        return this.#call(node, scope)
      case 'lambda':
        this.#lambda(node, scope, null)
        return null
      case 'condition': {
        this.visit(node.condition, { ...scope, isGuarded: true })
        const tests = [...scope.tests, ...namesIn(node.condition)]
        this.visit(node.then, { ...scope, tests })
        if (node.else) this.visit(node.else, { ...scope, tests })
        return null
      }
      case 'default':
        this.visit(node.left, { ...scope, isGuarded: true })
        this.visit(node.right, { ...scope, isGuarded: true })
        return null
      default:
        return null
    }
  }

  #binary(node: SyntaxOf<'binary'>, scope: Scope): Place | null {
    if (node.operator === '.') {
      const left = this.visit(node.left, scope)
      const right = this.visit(node.right, { ...scope, here: within(left) })
      if (!left || !right) return null
      return {
        ...right,
        isList: left.isList || right.isList,
        present: left.present * right.present,
        isFiltered: left.isFiltered || right.isFiltered,
      }
    }
    if (node.operator === ':=') {
      const place = this.visit(node.right, scope)
      if (node.left.type === 'variable') scope.variables.set(node.left.value, place)
      return place
    }
    // Comparing with what is missing is a question too, and the parts of `and` stand for each other.
    const isQuestion = ['=', '!=', 'in', 'and', 'or'].includes(node.operator)
    const inner = isQuestion ? { ...scope, isGuarded: true } : scope
    this.visit(node.left, inner)
    const tests = node.operator === 'and' ? [...scope.tests, ...namesIn(node.left)] : scope.tests
    this.visit(node.right, { ...inner, tests })
    return null
  }

  #call(node: SyntaxOf<'call'>, scope: Scope): Place | null {
    const { procedure } = node
    const name = procedure.type === 'variable' ? procedure.value : ''
    const inner = ASKING.includes(name) ? { ...scope, isGuarded: true } : scope
    let list: Place | null = null
    for (const [at, argument] of node.arguments.entries()) {
      if (argument.type === 'lambda' && ELEMENT_FUNCTIONS.includes(name)) {
        this.#lambda(argument, inner, list)
        continue
      }
      const place = this.visit(argument, inner)
      if (at === 0) list = place
    }
    return KEEPING.includes(name) ? list : null
  }

  #lambda(node: SyntaxOf<'lambda'>, scope: Scope, element: Place | null): void {
    const variables = new Map(scope.variables)
    for (const [at, parameter] of node.parameters.entries()) {
      if (parameter.type !== 'variable') continue
      variables.set(parameter.value, at === 0 ? within(element) : null)
    }
    // Its context is that of its call, which may be another one.
    this.visit(node.body, { ...scope, variables, here: element ? scope.here : null })
  }

  #pairs(pairs: readonly Pair[], scope: Scope): void {
    for (const { key, value } of pairs) {
      this.visit(key, scope)
      this.visit(value, scope)
    }
  }

  #step(node: SyntaxOf<'name'>, { here, isGuarded, tests }: Scope): Place | null {
    if (!here) return null
    const field = here.fields.find(({ key }) => key === node.value)
    if (field) {
      const { fields, list, present } = field
      return { field, fields, isList: list, present, isFiltered: false }
    }
    // Objects that are empty in all samples tell nothing, and own keys may be there or not.
    const isOpen = here.fields.length === 0 || here.field?.key === 'metadata'
    if (!isOpen) {
      const isOptional = isGuarded || tests.includes(node.value)
      this.missing.push({ node, known: here.fields.map(({ key }) => key), isOptional })
    }
    return null
  }
}

/** What is at hand for one element of a list: that it is there is settled. */
function within(list: Place | null): Place | null {
  return list && { ...list, isList: false, present: 1, isFiltered: false }
}

function namesIn(node: Syntax): string[] {
  const names: string[] = []
  const waiting: Syntax[] = [node]
  for (let one = waiting.pop(); one; one = waiting.pop()) {
    if (one.type === 'name') names.push(one.value)
    if (one.type === 'binary' || one.type === 'default') waiting.push(one.left, one.right)
    if (one.type === 'call') waiting.push(...one.arguments)
    if (one.type === 'filter') waiting.push(one.left)
    if (one.type === 'block') waiting.push(...one.parts)
  }
  return names
}
