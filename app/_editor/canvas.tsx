'use client'

import {
  Background,
  BackgroundVariant,
  Controls,
  MarkerType,
  MiniMap,
  ReactFlow,
  type Connection,
  type Edge,
  type FinalConnectionState,
  type ReactFlowInstance,
} from '@xyflow/react'
import '@xyflow/react/dist/style.css'
import { useCallback, type DragEvent, type KeyboardEvent } from 'react'
import { canConnect } from '#engine/graph/can-connect.ts'
import type { FlowEdge } from '#engine/graph/schema.ts'
import { findKind } from '#nodes/catalog.ts'
import classes from './canvas.module.css'
import { useEditor, useOverlay, useStores } from './editor-context.tsx'
import { FlowLine } from './flow-line.tsx'
import type { CardNode, LineEdge } from './graph-view.ts'
import { tintOf } from './kind-look.tsx'
import { GRID } from './new-node.ts'
import { NodeCard } from './node-card.tsx'
import { Notice } from './notice.tsx'
import { DRAGGED_KIND } from './palette.tsx'
import { isActive } from './run-overlay.ts'
import { usePlaceNode } from './use-place-node.ts'

// React Flow compares these by identity: made anew on each drawing they would draw every card again.
const NODE_TYPES = { card: NodeCard }
const EDGE_TYPES = { line: FlowLine }
const SNAP: [number, number] = [GRID, GRID]
const LINE_DEFAULTS = { markerEnd: { type: MarkerType.ArrowClosed, width: 14, height: 14 } }
const OVERVIEW = { width: 168, height: 104 }
const FIT = { padding: 0.12, maxZoom: 1 }
/** Below that, in parts of full size, the words on a card cannot be read. */
const READABLE = 0.75
/** More moving edges than that cost more than they tell: each frame paints them all. */
const MOST_MOVING = 120

/** The drawn flow. It shows the store's view of the document and hands every change back to it. */
export function Canvas() {
  const { editor } = useStores()
  const cards = useEditor((state) => state.cards)
  const lines = useEditor((state) => state.lines)
  const changeCards = useEditor((state) => state.changeCards)
  const changeLines = useEditor((state) => state.changeLines)
  const readOnly = useEditor((state) => state.readOnly)
  const running = useOverlay((overlay) => isActive(overlay.run))
  const place = usePlaceNode()

  const refusal = useCallback(
    (edge: FlowEdge) => canConnect(editor.getState().history.present, edge),
    [editor],
  )
  const isValid = useCallback(
    (wanted: Connection | Edge) => refusal(edgeOf(wanted)) === null,
    [refusal],
  )
  const connect = useCallback(
    (wanted: Connection) => editor.getState().edit({ type: 'connect', edge: edgeOf(wanted) }),
    [editor],
  )
  const sayRefusal = useCallback(
    (_: unknown, { isValid: fits, fromHandle, toHandle, toNode }: FinalConnectionState) => {
      if (fits || !fromHandle || !toNode || toNode.id === fromHandle.nodeId) return
      const [start, end] =
        fromHandle.type === 'source' ? [fromHandle, toHandle] : [toHandle, fromHandle]
      if (!start || !end) return
      const reason = refusal({ from: start.nodeId, port: start.id ?? 'out', to: end.nodeId })
      if (reason) editor.getState().say(reason, 'error')
    },
    [editor, refusal],
  )
  const drop = (event: DragEvent) => {
    const kind = findKind(event.dataTransfer.getData(DRAGGED_KIND))
    if (!kind) return
    event.preventDefault()
    place(kind, { x: event.clientX - 24, y: event.clientY - 24 })
  }

  return (
    <div
      className={classes.canvas}
      data-canvas
      data-running={(running && lines.length <= MOST_MOVING) || undefined}
      onKeyDown={openInspector}
      onDragOver={(event) => {
        if (readOnly || !event.dataTransfer.types.includes(DRAGGED_KIND)) return
        event.preventDefault()
        event.dataTransfer.dropEffect = 'copy'
      }}
      onDrop={drop}
    >
      <ReactFlow
        nodes={cards}
        edges={lines}
        nodeTypes={NODE_TYPES}
        edgeTypes={EDGE_TYPES}
        defaultMarkerColor={null}
        defaultEdgeOptions={LINE_DEFAULTS}
        onNodesChange={changeCards}
        onEdgesChange={changeLines}
        onConnect={connect}
        onConnectEnd={sayRefusal}
        isValidConnection={isValid}
        nodesDraggable={!readOnly}
        nodesConnectable={!readOnly}
        deleteKeyCode={null}
        snapToGrid
        snapGrid={SNAP}
        minZoom={0.15}
        maxZoom={1.75}
        onInit={showStart}
        connectionRadius={28}
        aria-label="Flow"
      >
        <Background variant={BackgroundVariant.Dots} gap={GRID * 3} size={1.5} />
        <Controls showInteractive={false} fitViewOptions={FIT} />
        <MiniMap<CardNode>
          style={OVERVIEW}
          pannable
          zoomable
          nodeClassName={miniClass}
          ariaLabel="Overview of the flow"
        />
      </ReactFlow>
      {cards.length === 0 && !readOnly && (
        <p className={classes.empty}>
          Drag a node from the left to begin, a source such as “Stripe changes” first.
        </p>
      )}
      <Notice />
    </div>
  )
}

/** Shows the whole flow, or its beginning when the whole would be too small to read. */
async function showStart(flow: ReactFlowInstance<CardNode, LineEdge>) {
  await flow.fitView(FIT)
  if (flow.getZoom() >= READABLE) return
  const { x, y, height } = flow.getNodesBounds(flow.getNodes())
  const view = document.querySelector('[data-canvas]')?.clientHeight ?? 0
  const middle = (view - height * READABLE) / 2
  await flow.setViewport({
    x: 40 - x * READABLE,
    y: Math.max(middle, 40) - y * READABLE,
    zoom: READABLE,
  })
}

function edgeOf({ source, sourceHandle, target }: Connection | Edge): FlowEdge {
  return { from: source, port: sourceHandle ?? 'out', to: target }
}

function miniClass(card: CardNode): string {
  return `mini-${tintOf(findKind(card.data.node.kind))}`
}

/** Enter on a card leads on to its form; React Flow itself has selected the card by then. */
function openInspector(event: KeyboardEvent) {
  const onCard = event.target instanceof Element && event.target.matches('.react-flow__node')
  if (event.key !== 'Enter' || !onCard) return
  requestAnimationFrame(() => document.getElementById('inspector')?.focus())
}
