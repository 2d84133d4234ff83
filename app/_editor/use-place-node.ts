'use client'

import { useReactFlow } from '@xyflow/react'
import { useCallback } from 'react'
import type { FlowEdit } from '#engine/graph/edit.ts'
import type { FlowDocument, FlowEdge, FlowNode } from '#engine/graph/schema.ts'
import type { Kind } from '#nodes/kind.ts'
import { useStores } from './editor-context.tsx'
import { CARD_WIDTH, newNode, placeAfter } from './new-node.ts'

/**
 * Gives a function that puts a new node of a kind on the canvas: into the edge that waits for one,
 * else at the given place on screen, else beside the chosen node or in the middle of the view.
 */
export function usePlaceNode() {
  const { editor } = useStores()
  const { screenToFlowPosition, setCenter, getZoom } = useReactFlow()
  return useCallback(
    (kind: Kind, screen?: { x: number; y: number }) => {
      const { history, selected, insertInto, edit, select, setInsertInto, say } = editor.getState()
      const document = history.present
      const chosen = document.nodes.find((node) => selected.length === 1 && node.id === selected[0])
      const middle = () => screenToFlowPosition(middleOf(canvasElement()))
      const at = screen ? screenToFlowPosition(screen) : chosen ? placeAfter(chosen) : middle()
      const node = newNode(kind, document, at)
      const edits: FlowEdit[] = insertInto
        ? insertion(document, { edge: insertInto, node, port: kind.ports(node.config)[0]?.id })
        : [{ type: 'add-node', node }]
      if (!edit(edits)) return
      setInsertInto(null)
      select([node.id])
      say(`“${node.name}” is on the canvas.`)
      const placed = editor.getState().history.present.nodes.find((one) => one.id === node.id)
      if (placed && !isVisible(screenOf(placed))) {
        void setCenter(placed.position.x + CARD_WIDTH / 2, placed.position.y + 40, {
          zoom: getZoom(),
          duration: 200,
        })
      }

      function screenOf({ position }: FlowNode) {
        const origin = screenToFlowPosition({ x: 0, y: 0 })
        const zoom = getZoom()
        return { x: (position.x - origin.x) * zoom, y: (position.y - origin.y) * zoom }
      }
    },
    [editor, getZoom, screenToFlowPosition, setCenter],
  )
}

/** Puts a node into an edge and moves what comes after it to the right, where room is lacking. */
function insertion(
  document: FlowDocument,
  { edge, node, port }: { edge: FlowEdge; node: FlowNode; port: string | undefined },
): FlowEdit[] {
  const from = document.nodes.find((one) => one.id === edge.from)
  const to = document.nodes.find((one) => one.id === edge.to)
  if (!from || !to) return []
  const position = { x: placeAfter(from).x, y: Math.round((from.position.y + to.position.y) / 2) }
  const lacking = placeAfter({ ...node, position }).x - to.position.x
  const after = lacking > 0 ? downstream(document, edge.to) : []
  const positions = Object.fromEntries(
    after.map((one) => [one.id, { x: one.position.x + lacking, y: one.position.y }]),
  )
  return [
    { type: 'insert-on-edge', edge, node: { ...node, position }, port: port ?? 'out' },
    ...(after.length > 0 ? [{ type: 'move-nodes' as const, positions }] : []),
  ]
}

function downstream(document: FlowDocument, start: string): FlowNode[] {
  const ids = new Set([start])
  // A set grows while it is walked, so that this reaches everything.
  for (const id of ids) {
    for (const edge of document.edges) if (edge.from === id) ids.add(edge.to)
  }
  return document.nodes.filter((node) => ids.has(node.id))
}

function canvasElement(): Element | null {
  return document.querySelector('[data-canvas]')
}

function middleOf(element: Element | null): { x: number; y: number } {
  const box = element?.getBoundingClientRect()
  if (!box) return { x: 0, y: 0 }
  return { x: box.x + box.width / 2 - CARD_WIDTH / 2, y: box.y + box.height / 2 - 40 }
}

function isVisible({ x, y }: { x: number; y: number }): boolean {
  const box = canvasElement()?.getBoundingClientRect()
  return !box || (x >= box.left && x < box.right - 80 && y >= box.top && y < box.bottom - 40)
}
