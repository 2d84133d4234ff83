'use client'

import {
  Background,
  BackgroundVariant,
  ControlButton,
  Controls,
  MarkerType,
  MiniMap,
  ReactFlow,
  SelectionMode,
  useReactFlow,
  type ReactFlowInstance,
} from '@xyflow/react'
import '@xyflow/react/dist/style.css'
import { IconArrowsMaximize, IconKeyboard, IconMarquee2 } from '@tabler/icons-react'
import { useMemo, type DragEvent, type MouseEvent as ReactMouseEvent } from 'react'
import { findKind } from '#nodes/catalog.ts'
import { CanvasPopups } from './canvas-popups.tsx'
import { useTools, type Toggled } from './canvas-tools.tsx'
import classes from './canvas.module.css'
import { GRID } from './card-size.ts'
import { useEditor, useOverlay, useStores } from './editor-context.tsx'
import { FlowLine } from './flow-line.tsx'
import type { CardNode, LineEdge } from './graph-view.ts'
import { tintOf } from './kind-look.tsx'
import { NodeCard } from './node-card.tsx'
import { NoteCard } from './note-card.tsx'
import { Notice } from './notice.tsx'
import { DRAGGED_KIND } from './palette.tsx'
import { isActive } from './run-overlay.ts'
import { useCanvasKeys } from './use-canvas-keys.ts'
import { useConnecting } from './use-connecting.ts'
import { useKeptView } from './use-kept-view.ts'
import { usePlaceNode } from './use-place-node.ts'

// React Flow compares these by identity: made anew on each drawing they would draw every card again.
const NODE_TYPES = { card: NodeCard, note: NoteCard }
const EDGE_TYPES = { line: FlowLine }
const SNAP: [number, number] = [GRID, GRID]
const LINE_DEFAULTS = { markerEnd: { type: MarkerType.ArrowClosed, width: 14, height: 14 } }
const OVERVIEW = { width: 168, height: 104 }
const FIT = { padding: 0.12, maxZoom: 1 }
const MIDDLE_BUTTON = [1]
const WORDS = {
  'controls.ariaLabel': 'View',
  'controls.zoomIn.ariaLabel': 'Zoom in',
  'controls.zoomOut.ariaLabel': 'Zoom out',
  'controls.fitView.ariaLabel': 'Show all',
}
/** Below that, in parts of full size, the words on a card cannot be read. */
const READABLE = 0.75
/** More moving edges than that cost more than they tell: each frame paints them all. */
const MOST_MOVING = 120

/** The drawn flow. It shows the store's view of the document and hands every change back to it. */
export function Canvas() {
  const cards = useEditor((state) => state.cards)
  const lines = useEditor((state) => state.lines)
  const changeCards = useEditor((state) => state.changeCards)
  const changeLines = useEditor((state) => state.changeLines)
  const readOnly = useEditor((state) => state.readOnly)
  const running = useOverlay((overlay) => isActive(overlay.run))
  const boxSelect = useTools((tools) => tools.boxSelect)
  const connecting = useConnecting()
  const menus = useMenus()
  const drop = useDrop()
  const onKeyDown = useCanvasKeys()
  useKeptView()

  return (
    <div
      className={classes.canvas}
      data-canvas
      data-running={(running && lines.length <= MOST_MOVING) || undefined}
      data-box-select={boxSelect || undefined}
      onKeyDown={onKeyDown}
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
        {...connecting}
        {...menus}
        nodesDraggable={!readOnly}
        nodesConnectable={!readOnly}
        edgesReconnectable={!readOnly}
        edgesFocusable={false}
        disableKeyboardA11y
        deleteKeyCode={null}
        selectionOnDrag={boxSelect}
        panOnDrag={boxSelect ? MIDDLE_BUTTON : true}
        selectionMode={SelectionMode.Partial}
        snapToGrid
        snapGrid={SNAP}
        minZoom={0.1}
        maxZoom={1.75}
        zoomOnDoubleClick={false}
        onlyRenderVisibleElements
        onInit={showStart}
        connectionRadius={28}
        reconnectRadius={8}
        ariaLabelConfig={WORDS}
        tabIndex={0}
        aria-label="Flow"
        aria-describedby="canvas-keys"
      >
        <Background variant={BackgroundVariant.Dots} gap={GRID * 3} size={1.5} />
        <View />
        <MiniMap<CardNode>
          style={OVERVIEW}
          pannable
          zoomable
          nodeClassName={miniClass}
          ariaLabel="Overview of the flow"
        />
      </ReactFlow>
      <p id="canvas-keys" hidden>
        Arrow keys go from node to node, Enter opens one, A adds, C connects, question mark lists
        all keys.
      </p>
      {cards.length === 0 && !readOnly && (
        <p className={classes.empty}>
          Drag a node from the left to begin, a source such as “Stripe changes” first. Or press{' '}
          <kbd>A</kbd> here and type.
        </p>
      )}
      <Announced />
      <Notice />
      <CanvasPopups />
    </div>
  )
}

function View() {
  const toggle = useTools((tools) => tools.toggle)
  return (
    <Controls showInteractive={false} fitViewOptions={FIT}>
      <Toggle what="boxSelect" name="Choose with a frame" keys="B" Icon={IconMarquee2} />
      <Toggle what="alone" name="Canvas alone" keys="F" Icon={IconArrowsMaximize} />
      <ControlButton
        aria-label="Keyboard shortcuts"
        title="Keyboard shortcuts (?)"
        onClick={() => toggle('sheet')}
      >
        <IconKeyboard className={classes.line} />
      </ControlButton>
    </Controls>
  )
}

interface ToggleProps {
  what: Toggled
  name: string
  keys: string
  Icon: typeof IconMarquee2
}

function Toggle({ what, name, keys, Icon }: ToggleProps) {
  const pressed = useTools((tools) => tools[what])
  const toggle = useTools((tools) => tools.toggle)
  return (
    <ControlButton
      aria-label={name}
      title={`${name} (${keys})`}
      aria-pressed={pressed}
      onClick={() => toggle(what)}
    >
      <Icon className={classes.line} />
    </ControlButton>
  )
}

/** What only a screen reader has to be told. */
function Announced() {
  const announced = useTools((tools) => tools.announced)
  return (
    <div role="status" className={classes.announced}>
      {announced}
    </div>
  )
}

function useMenus() {
  const { editor } = useStores()
  const open = useTools((tools) => tools.open)
  // The same functions on every drawing: new ones would draw each card's frame anew.
  return useMemo(
    () => ({
      onNodeContextMenu: (event: ReactMouseEvent, { id }: CardNode) => {
        const { selected, select } = editor.getState()
        if (!selected.includes(id)) select([id])
        open({ type: 'menu', screen: screenOf(event), on: { type: 'cards' } })
      },
      onSelectionContextMenu: (event: ReactMouseEvent) =>
        open({ type: 'menu', screen: screenOf(event), on: { type: 'cards' } }),
      onEdgeContextMenu: (event: ReactMouseEvent, { data }: LineEdge) => {
        const screen = screenOf(event)
        if (data && !editor.getState().readOnly) {
          open({ type: 'menu', screen, on: { type: 'edge', edge: data.edge } })
        }
      },
      onPaneContextMenu: (event: MouseEvent | ReactMouseEvent) => {
        const at = screenOf(event)
        open({ type: 'menu', screen: at, on: { type: 'canvas', at } })
      },
    }),
    [editor, open],
  )
}

function screenOf(event: MouseEvent | ReactMouseEvent) {
  event.preventDefault()
  return { x: event.clientX, y: event.clientY }
}

function useDrop() {
  const place = usePlaceNode()
  const { screenToFlowPosition } = useReactFlow()
  return (event: DragEvent) => {
    const kind = findKind(event.dataTransfer.getData(DRAGGED_KIND))
    if (!kind) return
    event.preventDefault()
    const at = screenToFlowPosition({ x: event.clientX - 24, y: event.clientY - 24 })
    place(kind, { type: 'free', at })
  }
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

function miniClass(card: CardNode): string {
  return card.type === 'note' ? 'mini-note' : `mini-${tintOf(findKind(card.data.node.kind))}`
}
