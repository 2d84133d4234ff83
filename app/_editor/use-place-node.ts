'use client'

import { useReactFlow } from '@xyflow/react'
import { useCallback } from 'react'
import type { FlowDocument, FlowNode } from '#engine/graph/schema.ts'
import { findKind } from '#nodes/catalog.ts'
import type { Kind } from '#nodes/kind.ts'
import type { Placement } from './canvas-tools.tsx'
import { useEditor, useStores } from './editor-context.tsx'
import { nextAfter, placeNode, takesInput } from './place-node.ts'
import { useShowNode } from './use-show-node.ts'

/** Gives a function that puts a new node of a kind on the canvas, chooses it and shows it. */
export function usePlaceNode() {
  const { editor } = useStores()
  const edit = useEditor((state) => state.edit)
  const show = useShowNode()
  const middle = useMiddle()
  return useCallback(
    (kind: Kind, wanted?: Placement): FlowNode | null => {
      const { history, selected, select, say } = editor.getState()
      const placement = wanted ??
        beside(history.present, kind, selected) ?? { type: 'free', at: middle() }
      const { node, edits } = placeNode(history.present, kind, placement)
      if (edits.length === 0 || !edit(edits)) return null
      select([node.id])
      say(`“${node.name}” is on the canvas.`)
      show(node.id)
      return node
    },
    [edit, editor, middle, show],
  )
}

/** A node that is placed while one is chosen follows that one, if its first output is still free. */
function beside(document: FlowDocument, kind: Kind, selected: readonly string[]): Placement | null {
  const [id] = selected
  const chosen = document.nodes.find((node) => node.id === id)
  if (!chosen || selected.length !== 1 || !takesInput(kind)) return null
  const ports = findKind(chosen.kind)?.ports(chosen.config) ?? []
  const free = ports.find((port) => nextAfter(document, chosen.id, port.id).type === 'after')
  const isLeft = (port: string) =>
    document.edges.some((edge) => edge.from === chosen.id && edge.port === port)
  return free && !isLeft(free.id) ? { type: 'after', node: chosen.id, port: free.id } : null
}

function useMiddle() {
  const { screenToFlowPosition } = useReactFlow()
  return useCallback(() => {
    const box = document.querySelector('[data-canvas]')?.getBoundingClientRect()
    if (!box) return { x: 0, y: 0 }
    return screenToFlowPosition({ x: box.x + box.width / 2 - 124, y: box.y + box.height / 2 - 40 })
  }, [screenToFlowPosition])
}
