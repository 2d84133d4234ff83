/** A node of JSONata's syntax tree; which of its parts are there depends on the type. */
export interface AstNode {
  type: string
  value?: unknown
  lhs?: unknown
  rhs?: unknown
  expression?: unknown
  expressions?: unknown
  condition?: unknown
  then?: unknown
  else?: unknown
  procedure?: unknown
  arguments?: unknown
  body?: unknown
  steps?: unknown
  stages?: unknown
  predicate?: unknown
  expr?: unknown
  group?: unknown
}

/** The tree holds something that the quick way does not know. */
export class Unknown extends Error {}

/** Takes a part of the tree for a node. Throws Unknown for anything else. */
export function nodeOf(value: unknown): AstNode {
  if (typeof value === 'object' && value !== null && 'type' in value) {
    if (typeof value.type === 'string') return { ...value, type: value.type }
  }
  throw new Unknown()
}

export function nodesOf(value: unknown): AstNode[] {
  if (!Array.isArray(value)) throw new Unknown()
  return value.map(nodeOf)
}

export function nameOf(value: unknown): string {
  if (typeof value === 'string') return value
  throw new Unknown()
}

/** Marks of a node that change what it means; the quick way knows none of them. */
const STRANGE = [
  ...['tuple', 'focus', 'index', 'ancestor', 'seekingParent', 'keepArray', 'keepSingletonArray'],
  ...['nextFunction', 'signature', 'terms'],
]

/** Throws Unknown for a node with a mark that the quick way does not know. */
export function requirePlain(node: AstNode): void {
  if (STRANGE.some((mark) => mark in node && Reflect.get(node, mark))) throw new Unknown()
}
