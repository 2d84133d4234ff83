import { z } from 'zod'
import type { FlowEdit } from '#engine/graph/edit.ts'
import { flowEdgeSchema, flowNodeSchema, type FlowDocument } from '#engine/graph/schema.ts'
import { newId } from './new-node.ts'

const clipSchema = z.object({
  tributary: z.literal('nodes'),
  nodes: z.array(flowNodeSchema).min(1),
  edges: z.array(flowEdgeSchema),
})

/** The chosen nodes and the edges among them as JSON text, which may be pasted anywhere. */
export function copyNodes(document: FlowDocument, ids: ReadonlySet<string>): string {
  const nodes = document.nodes.filter((node) => ids.has(node.id))
  const edges = document.edges.filter((edge) => ids.has(edge.from) && ids.has(edge.to))
  return JSON.stringify({ tributary: 'nodes', nodes, edges }, null, 2)
}

/**
 * Reads copied nodes, or a whole exported flow, from text. Gives the edit that pastes them under
 * fresh ids, `shift` pixels to the right and down; null when the text is something else.
 */
export function pasteNodes(
  text: string,
  shift: number,
): Extract<FlowEdit, { type: 'paste' }> | null {
  const parsed = clipSchema.safeParse(clipOf(text))
  if (!parsed.success) return null
  const fresh = new Map(parsed.data.nodes.map((node) => [node.id, newId()]))
  const nodes = parsed.data.nodes.map((node) => ({
    ...node,
    id: fresh.get(node.id) ?? newId(),
    position: { x: node.position.x + shift, y: node.position.y + shift },
  }))
  const edges = parsed.data.edges.flatMap((edge) => {
    const from = fresh.get(edge.from)
    const to = fresh.get(edge.to)
    return from && to ? [{ from, port: edge.port, to }] : []
  })
  return { type: 'paste', nodes, edges }
}

function clipOf(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text)
    const isFlow = typeof value === 'object' && value !== null && 'format' in value
    return isFlow ? { ...value, tributary: 'nodes' } : value
  } catch {
    return null
  }
}
