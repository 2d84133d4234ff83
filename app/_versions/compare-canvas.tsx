'use client'

import {
  Background,
  BackgroundVariant,
  Controls,
  MarkerType,
  MiniMap,
  ReactFlow,
  ReactFlowProvider,
  useReactFlow,
  useStore,
  type NodeProps,
  type ReactFlowInstance,
} from '@xyflow/react'
import '@xyflow/react/dist/style.css'
import { createContext, useContext, useEffect, useMemo } from 'react'
import type { FlowComparison } from '#engine/difference/compare.ts'
import { sameEdge } from '#engine/graph/can-connect.ts'
import type { FlowDocument, FlowEdge } from '#engine/graph/schema.ts'
import canvas from '../_editor/canvas.module.css'
import { GRID } from '../_editor/card-size.ts'
import { CanvasProvider } from '../_editor/commands.tsx'
import { EditorProvider } from '../_editor/editor-context.tsx'
import { FlowLine } from '../_editor/flow-line.tsx'
import {
  withSelection,
  type CardNode,
  type GraphView,
  type LineEdge,
} from '../_editor/graph-view.ts'
import { NodeCard } from '../_editor/node-card.tsx'
import { NoteCard } from '../_editor/note-card.tsx'
import { createRunOverlay } from '../_editor/run-overlay.ts'
import { createEditorStore } from '../_editor/store.ts'
import { ChangeSign, type ChangeKind } from './change-sign.tsx'
import classes from './compare-canvas.module.css'
import { mergedDocument } from './merged-document.ts'

interface CompareCanvasProps {
  before: FlowDocument
  after: FlowDocument
  comparison: FlowComparison
  /** The node to look at. */
  chosen: string | null
  onChoose: (node: string) => void
}

type Changes = ReadonlyMap<string, ChangeKind>

const ChangesOfNodes = createContext<Changes>(new Map())

const NODE_TYPES = { card: ComparedCard, note: ComparedNote }
const EDGE_TYPES = { line: FlowLine }
const LINE_DEFAULTS = { markerEnd: { type: MarkerType.ArrowClosed, width: 14, height: 14 } }
const FIT = { padding: 0.12, maxZoom: 1 }
const OVERVIEW = { width: 168, height: 104 }
/** Below that, in parts of full size, the words on a card cannot be read. */
const READABLE = 0.75

/** Both versions as one graph: what was added, removed and changed is marked, the rest is as it is. */
export function CompareCanvas(props: CompareCanvasProps) {
  const { before, after, comparison, chosen, onChoose } = props
  const merged = useMemo(() => mergedDocument(before, after), [before, after])
  const stores = useMemo(() => lookedAt(merged), [merged])
  const changes: Changes = useMemo(
    () => new Map(comparison.nodes.map(({ id, kind }) => [id, kind])),
    [comparison],
  )
  const drawn = useMemo(
    () => marked(stores.editor.getState(), { before, after, changes }),
    [stores, before, after, changes],
  )
  const { cards, lines } = useMemo(
    () => withSelection(drawn, new Set(chosen === null ? [] : [chosen])),
    [drawn, chosen],
  )
  return (
    <div className={`${canvas.canvas} ${classes.canvas}`} role="region" aria-label="Both versions">
      <EditorProvider value={stores}>
        <ChangesOfNodes value={changes}>
          <ReactFlowProvider>
            <CanvasProvider>
              <ReactFlow
                nodes={cards}
                edges={lines}
                nodeTypes={NODE_TYPES}
                edgeTypes={EDGE_TYPES}
                defaultEdgeOptions={LINE_DEFAULTS}
                defaultMarkerColor={null}
                nodesDraggable={false}
                nodesConnectable={false}
                edgesFocusable={false}
                deleteKeyCode={null}
                minZoom={0.1}
                maxZoom={1.75}
                onlyRenderVisibleElements
                onInit={(flow) => void showChanges(flow, changes)}
                onNodesChange={(nodes) => {
                  const now = nodes.find((one) => one.type === 'select' && one.selected)
                  if (now?.type === 'select') onChoose(now.id)
                }}
                aria-label="Both versions of the flow"
              >
                <Background variant={BackgroundVariant.Dots} gap={GRID * 3} size={1.5} />
                <Controls showInteractive={false} fitViewOptions={FIT} />
                <MiniMap<CardNode>
                  style={OVERVIEW}
                  pannable
                  zoomable
                  nodeClassName={({ id }) => classes[`mini-${changes.get(id) ?? 'same'}`] ?? ''}
                  ariaLabel="Overview of both versions"
                />
                <CentreOn nodeId={chosen} />
              </ReactFlow>
            </CanvasProvider>
          </ReactFlowProvider>
        </ChangesOfNodes>
      </EditorProvider>
      <ul className={classes.legend} aria-label="Marks">
        {(['added', 'removed', 'changed'] as const).map((kind) => (
          <li key={kind}>
            <ChangeSign kind={kind} /> {kind}
          </li>
        ))}
      </ul>
    </div>
  )
}

/** What the designer's cards and edges read; nothing can be changed here. */
function lookedAt(document: FlowDocument) {
  const editor = createEditorStore({
    document,
    readOnly: true,
    onEdit: () => undefined,
    now: () => performance.now(),
  })
  return { editor, overlay: createRunOverlay() }
}

function ComparedCard(props: NodeProps<CardNode>) {
  const change = useContext(ChangesOfNodes).get(props.id)
  return (
    <div className={classes.frame} data-change={change}>
      <NodeCard {...props} />
      {change && <Sign kind={change} />}
    </div>
  )
}

function ComparedNote(props: NodeProps<CardNode>) {
  const change = useContext(ChangesOfNodes).get(props.id)
  return (
    <div className={classes.frame} data-change={change}>
      <NoteCard {...props} />
      {change && <Sign kind={change} />}
    </div>
  )
}

function Sign({ kind }: { kind: ChangeKind }) {
  return (
    <span className={classes.sign}>
      <ChangeSign kind={kind} />
    </span>
  )
}

interface Compared {
  before: FlowDocument
  after: FlowDocument
  changes: Changes
}

/** The drawn graph with what became of each node and edge, in words and as a mark. */
function marked({ cards, lines }: GraphView, { before, after, changes }: Compared): GraphView {
  return {
    cards: cards.map((card) => {
      const change = changes.get(card.id)
      const ariaLabel = `${card.data.node.name}, ${change ?? 'unchanged'}`
      // What differs is reached with Tab; the rest is looked at.
      return { ...card, ariaLabel, domAttributes: { tabIndex: change ? 0 : -1 } }
    }),
    lines: lines.map((line) => markedLine(line, before, after)),
  }
}

function markedLine(line: LineEdge, before: FlowDocument, after: FlowDocument): LineEdge {
  const edge = line.data?.edge
  const isIn = (one: FlowDocument) => edge !== undefined && one.edges.some(same(edge))
  const change = isIn(after) ? (isIn(before) ? null : 'added') : 'removed'
  if (!change) return line
  return { ...line, label: change, className: classes[`edge-${change}`], zIndex: 1 }
}

function same(edge: FlowEdge) {
  return (other: FlowEdge) => sameEdge(edge, other)
}

/** What differs, as large as it fits; where that is too small to read, the first of it. */
async function showChanges(flow: ReactFlowInstance<CardNode, LineEdge>, changes: Changes) {
  const nodes = flow.getNodes().filter(({ id }) => changes.has(id))
  await flow.fitView(nodes.length > 0 ? { ...FIT, nodes } : FIT)
  const [first] = nodes
  if (!first || flow.getZoom() >= READABLE) return
  await centre(flow, first, { zoom: READABLE })
}

/** Brings the chosen node into the middle, at a size that can be read. */
function CentreOn({ nodeId }: { nodeId: string | null }) {
  const flow = useReactFlow<CardNode, LineEdge>()
  const width = useStore((state) => state.width)
  useEffect(() => {
    const node = nodeId === null ? undefined : flow.getNode(nodeId)
    if (!node || width === 0) return
    void centre(flow, node, { zoom: Math.max(flow.getZoom(), READABLE), duration: 200 })
  }, [nodeId, width, flow])
  return null
}

function centre(
  flow: Pick<ReactFlowInstance<CardNode, LineEdge>, 'setCenter'>,
  { position: { x, y }, width = 0, height = 0 }: CardNode,
  options: { zoom: number; duration?: number },
) {
  return flow.setCenter(x + width / 2, y + height / 2, options)
}
