import type { FlowDocument } from '../graph/schema.ts'

/** The ids of all nodes from which a record may get to this one; its own only in a loop. */
export function upstreamOf(document: Pick<FlowDocument, 'edges'>, nodeId: string): Set<string> {
  const found = new Set<string>()
  const open = [nodeId]
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    for (const { from, to } of document.edges) {
      if (to !== at || found.has(from)) continue
      found.add(from)
      open.push(from)
    }
  }
  return found
}
