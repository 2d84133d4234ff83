/** Every node of the tree knows where it stands in the text, and where JSONata would point to. */
interface Place {
  /** First character, and the one after the last; blanks and comments around are not in it. */
  start: number
  end: number
  /** JSONata's position of it: the end of its own token. */
  at: number
}

type Of<T extends string, Rest = object> = Place & { type: T } & Rest

/** `key: value` of an object. */
export interface Pair {
  key: Syntax
  value: Syntax
}

/**
 * An expression as it is written: unlike JSONata's own tree, which is made for evaluating, it
 * leaves nothing out and knows the exact place of every part.
 */
export type Syntax =
  | Of<'name', { value: string }>
  /** `$` alone has the value '', `$$` the value '$'. */
  | Of<'variable', { value: string }>
  | Of<'string', { value: string }>
  /** Numbers, true, false, null and regular expressions, as written. */
  | Of<'number' | 'literal' | 'regex', { value: string }>
  | Of<'wildcard' | 'descendant' | 'parent' | 'placeholder'>
  /** Also `.`, `:=`, `~>`, `@`, `#` and `..`. */
  | Of<'binary', { operator: string; left: Syntax; right: Syntax }>
  | Of<'filter', { left: Syntax; right: Syntax }>
  /** `a[]`: a list, also of one. */
  | Of<'keep', { left: Syntax }>
  | Of<'sort', { left: Syntax; terms: { descending: boolean; by: Syntax }[] }>
  | Of<'group', { left: Syntax; pairs: Pair[] }>
  | Of<'negative', { of: Syntax }>
  | Of<'array', { items: Syntax[] }>
  | Of<'object', { pairs: Pair[] }>
  | Of<'block', { parts: Syntax[] }>
  | Of<'call', { procedure: Syntax; arguments: Syntax[] }>
  | Of<'lambda', { parameters: Syntax[]; body: Syntax }>
  | Of<'condition', { condition: Syntax; then: Syntax; else: Syntax | null }>
  /** `a ?: b` and `a ?? b`. */
  | Of<'default', { operator: '?:' | '??'; left: Syntax; right: Syntax }>
  | Of<'transform', { pattern: Syntax; update: Syntax; delete: Syntax | null }>

export type SyntaxOf<T extends Syntax['type']> = Extract<Syntax, { type: T }>

/** The parts of a node, in the order in which they are written. */
export function childrenOf(node: Syntax): Syntax[] {
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
      return []
    case 'binary':
    case 'filter':
    case 'default':
      return [node.left, node.right]
    case 'keep':
      return [node.left]
    case 'sort':
      return [node.left, ...node.terms.map((term) => term.by)]
    case 'group':
      return [node.left, ...node.pairs.flatMap(({ key, value }) => [key, value])]
    case 'negative':
      return [node.of]
    case 'array':
      return node.items
    case 'object':
      return node.pairs.flatMap(({ key, value }) => [key, value])
    case 'block':
      return node.parts
    case 'call':
      return [node.procedure, ...node.arguments]
    case 'lambda':
      return [...node.parameters, node.body]
    case 'condition':
      return [node.condition, node.then, ...(node.else ? [node.else] : [])]
    case 'transform':
      return [node.pattern, node.update, ...(node.delete ? [node.delete] : [])]
  }
}

/** Calls `see` with a node and all that is in it, outer ones first. */
export function walk(node: Syntax, see: (node: Syntax) => void): void {
  see(node)
  for (const child of childrenOf(node)) walk(child, see)
}

/** What an expression in brackets of its own comes to: `((a))` is a. */
export function unwrapped(node: Syntax): Syntax {
  const [only, ...others] = node.type === 'block' ? node.parts : []
  return only && others.length === 0 ? unwrapped(only) : node
}

/** The name of the function that is called; blank for what is no call of a named one. */
export function calledName(node: Syntax | undefined): string {
  return node?.type === 'call' && node.procedure.type === 'variable' ? node.procedure.value : ''
}
