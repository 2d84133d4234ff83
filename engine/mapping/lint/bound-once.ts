import { type Syntax, walk } from '../syntax.ts'

/** What each variable stands for that is set in one place only, and nowhere else given a value. */
export function boundOnce(tree: Syntax): ReadonlyMap<string, Syntax> {
  const values = new Map<string, Syntax>()
  const others = new Set<string>()
  walk(tree, (node) => {
    if (node.type === 'binary' && node.operator === ':=' && node.left.type === 'variable') {
      const { value } = node.left
      if (values.has(value)) others.add(value)
      values.set(value, node.right)
    } else if (node.type === 'lambda') {
      for (const one of node.parameters) if (one.type === 'variable') others.add(one.value)
    } else if (node.type === 'binary' && ['@', '#'].includes(node.operator)) {
      if (node.right.type === 'variable') others.add(node.right.value)
    }
  })
  for (const name of others) values.delete(name)
  return values
}
