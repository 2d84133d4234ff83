interface Graph {
  nodes: readonly { id: string }[]
  edges: readonly { from: string; to: string }[]
}

/**
 * Orders nodes so that each follows all nodes that feed it (Kahn 1962); nodes that are free to
 * swap keep the document's order. `cycle` holds the ids that no order exists for.
 */
export function orderNodes(graph: Graph): { order: string[]; cycle: string[] } {
  const waitsFor = new Map(graph.nodes.map((node) => [node.id, 0]))
  const next = edgesByStart(graph)
  for (const edge of graph.edges) waitsFor.set(edge.to, (waitsFor.get(edge.to) ?? 0) + 1)
  const order: string[] = []
  const ready = graph.nodes.map((node) => node.id).filter((id) => waitsFor.get(id) === 0)
  for (let id = ready.shift(); id !== undefined; id = ready.shift()) {
    order.push(id)
    for (const to of next.get(id) ?? []) {
      const left = (waitsFor.get(to) ?? 0) - 1
      waitsFor.set(to, left)
      if (left === 0) ready.push(to)
    }
  }
  const placed = new Set(order)
  const stuck = graph.nodes.map((node) => node.id).filter((id) => !placed.has(id))
  return { order, cycle: stuck.filter((id) => reachable(graph, [id]).has(id)) }
}

/** Every node that can be reached by following edges from the given nodes (themselves only through a loop). */
export function reachable(graph: Graph, from: readonly string[]): Set<string> {
  const next = edgesByStart(graph)
  const seen = new Set<string>()
  const open = [...from]
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    for (const to of next.get(id) ?? []) {
      if (seen.has(to)) continue
      seen.add(to)
      open.push(to)
    }
  }
  return seen
}

function edgesByStart(graph: Graph): Map<string, string[]> {
  const next = new Map<string, string[]>()
  for (const edge of graph.edges) {
    const list = next.get(edge.from)
    if (list) list.push(edge.to)
    else next.set(edge.from, [edge.to])
  }
  return next
}
