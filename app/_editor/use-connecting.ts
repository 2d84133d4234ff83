'use client'

import type { Connection, Edge, FinalConnectionState } from '@xyflow/react'
import { useMemo } from 'react'
import { canConnect, sameEdge } from '#engine/graph/can-connect.ts'
import type { FlowEdge } from '#engine/graph/schema.ts'
import { useToolsStore } from './canvas-tools.tsx'
import { useStores } from './editor-context.tsx'
import type { LineEdge } from './graph-view.ts'

/**
 * What the canvas does while an edge is drawn, or taken by its end and put elsewhere. Let go on a card,
 * an edge goes to its input; on the empty canvas, the search opens for what shall follow. A refused
 * edge says why.
 */
export function useConnecting() {
  const { editor } = useStores()
  const tools = useToolsStore()
  return useMemo(() => {
    /** The edge that is being put elsewhere: it is not in its own way. */
    let taken: FlowEdge | null = null

    const refusal = (edge: FlowEdge) => {
      const document = editor.getState().history.present
      const edges = document.edges.filter((one) => taken === null || !sameEdge(one, taken))
      return canConnect({ ...document, edges }, edge)
    }
    const put = (edge: FlowEdge) => {
      const { edit, say } = editor.getState()
      const moved = taken
      if (moved && sameEdge(moved, edge)) return
      const reason = refusal(edge)
      if (reason) return say(reason, 'error')
      edit([
        ...(moved ? [{ type: 'disconnect' as const, edges: [moved] }] : []),
        { type: 'connect', edge },
      ])
    }
    const letGo = (event: MouseEvent | TouchEvent, state: FinalConnectionState) => {
      const { isValid, fromHandle, toHandle, fromNode } = state
      if (isValid || !fromHandle || !fromNode) return
      const screen = pointOf(event)
      const forward = fromHandle.type === 'source'
      const other = toHandle?.nodeId ?? cardAt(screen)
      if (other === null) {
        if (!forward || taken || !isCanvas(screen)) return
        const placement = {
          type: 'after' as const,
          node: fromNode.id,
          port: fromHandle.id ?? 'out',
        }
        return tools.getState().open({ type: 'add', screen, placement })
      }
      if (other === fromHandle.nodeId) return
      if (forward) put({ from: fromHandle.nodeId, port: fromHandle.id ?? 'out', to: other })
      else if (toHandle) {
        put({ from: other, port: toHandle.id ?? 'out', to: fromHandle.nodeId })
      } else if (!taken) {
        tools.getState().open({ type: 'connect', node: other, port: null, screen })
      }
    }

    return {
      isValidConnection: (wanted: Connection | Edge) => refusal(edgeOf(wanted)) === null,
      onConnect: (wanted: Connection) => put(edgeOf(wanted)),
      onConnectEnd: letGo,
      onReconnectStart: (_: unknown, line: LineEdge) => {
        taken = line.data?.edge ?? null
      },
      onReconnect: (_: LineEdge, wanted: Connection) => put(edgeOf(wanted)),
      // Comes after `onConnectEnd`, which has done what is to be done.
      onReconnectEnd: () => {
        taken = null
      },
    }
  }, [editor, tools])
}

function edgeOf({ source, sourceHandle, target }: Connection | Edge): FlowEdge {
  return { from: source, port: sourceHandle ?? 'out', to: target }
}

function pointOf(event: MouseEvent | TouchEvent) {
  const place = 'clientX' in event ? event : event.changedTouches[0]
  return { x: place?.clientX ?? 0, y: place?.clientY ?? 0 }
}

function cardAt({ x, y }: { x: number; y: number }): string | null {
  const card = document.elementFromPoint(x, y)?.closest('.react-flow__node')
  return card?.getAttribute('data-id') ?? null
}

function isCanvas({ x, y }: { x: number; y: number }): boolean {
  return document.elementFromPoint(x, y)?.closest('.react-flow__pane') !== null
}
