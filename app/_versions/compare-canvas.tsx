'use client'

import {
  Background,
  BackgroundVariant,
  Controls,
  Handle,
  MarkerType,
  Position,
  ReactFlow,
  ReactFlowProvider,
  useReactFlow,
  useStore,
  type Edge,
  type Node,
  type NodeProps,
} from '@xyflow/react'
import '@xyflow/react/dist/style.css'
import { memo, useEffect, useMemo } from 'react'
import type { FlowComparison } from '#engine/difference/compare.ts'
import { mergedDocument } from '#engine/difference/merged-document.ts'
import type { FlowDocument, FlowEdge, FlowNode } from '#engine/graph/schema.ts'
import { findKind } from '#nodes/catalog.ts'
import { KindIcon, tintOf } from '../_editor/kind-look.tsx'
import { ChangeSign, type ChangeKind } from './change-sign.tsx'
import classes from './compare-canvas.module.css'

interface CompareCanvasProps {
  before: FlowDocument
  after: FlowDocument
  comparison: FlowComparison
  /** The node to look at. */
  chosen: string | null
  onChoose: (node: string) => void
}

type ComparedNode = Node<{ node: FlowNode; kind: ChangeKind | null }, 'compared'>

const NODE_TYPES = { compared: ComparedCard }
const FIT = { padding: 0.12, maxZoom: 1 }
const WIDTH = 248

/** Both versions as one graph: what was added, removed and changed is marked, the rest is quiet. */
export function CompareCanvas(props: CompareCanvasProps) {
  const { before, after, comparison, chosen, onChoose } = props
  const { nodes, edges } = useMemo(
    () => drawn(mergedDocument(before, after), { before, after, comparison }),
    [before, after, comparison],
  )
  const marked = useMemo(
    () => nodes.map((node) => ({ ...node, selected: node.id === chosen })),
    [nodes, chosen],
  )
  return (
    <div className={classes.canvas} role="region" aria-label="Both versions">
      <ReactFlowProvider>
        <ReactFlow
          nodes={marked}
          edges={edges}
          nodeTypes={NODE_TYPES}
          nodesDraggable={false}
          nodesConnectable={false}
          deleteKeyCode={null}
          defaultMarkerColor={null}
          minZoom={0.15}
          maxZoom={1.75}
          fitView
          fitViewOptions={FIT}
          onNodeClick={(_, node) => onChoose(node.id)}
          aria-label="Both versions of the flow"
        >
          <Background variant={BackgroundVariant.Dots} gap={24} size={1.5} />
          <Controls showInteractive={false} fitViewOptions={FIT} />
          <CentreOn nodeId={chosen} />
        </ReactFlow>
      </ReactFlowProvider>
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

const ComparedCardBody = memo(function ComparedCardBody({ data }: { data: ComparedNode['data'] }) {
  const { node, kind: change } = data
  const kind = findKind(node.kind)
  return (
    <div className={classes.card} data-tint={tintOf(kind)} data-kind={change ?? undefined}>
      <span className={classes.icon}>
        <KindIcon kind={kind} size={17} />
      </span>
      <div className={classes.words}>
        <div className={classes.name}>{node.name}</div>
        <div className={classes.summary}>
          {change ?? (kind?.summary(node.config) || kind?.title)}
        </div>
      </div>
      {change && <ChangeSign kind={change} />}
    </div>
  )
})

function ComparedCard({ data, selected }: NodeProps<ComparedNode>) {
  return (
    <div className={classes.frame} data-selected={selected || undefined}>
      <Handle type="target" position={Position.Left} className={classes.handle} />
      <ComparedCardBody data={data} />
      <Handle type="source" position={Position.Right} className={classes.handle} />
    </div>
  )
}

function drawn(
  merged: FlowDocument,
  { before, after, comparison }: Pick<CompareCanvasProps, 'before' | 'after' | 'comparison'>,
): { nodes: ComparedNode[]; edges: Edge[] } {
  const kinds = new Map(comparison.nodes.map((node) => [node.id, node.kind]))
  const was = new Set(before.edges.map(edgeId))
  const is = new Set(after.edges.map(edgeId))
  const nodes = merged.nodes.map((node): ComparedNode => {
    const kind = kinds.get(node.id) ?? null
    const ariaLabel = `${node.name}, ${kind ?? 'unchanged'}`
    return {
      id: node.id,
      type: 'compared',
      position: node.position,
      data: { node, kind },
      ariaLabel,
    }
  })
  const edges = merged.edges.map((edge): Edge => {
    const id = edgeId(edge)
    const kind = !was.has(id) ? 'added' : !is.has(id) ? 'removed' : 'same'
    return {
      id,
      type: 'smoothstep',
      source: edge.from,
      target: edge.to,
      className: classes[`edge-${kind}`],
      label: kind === 'same' ? undefined : kind,
      markerEnd: { type: MarkerType.ArrowClosed, width: 14, height: 14 },
      focusable: false,
    }
  })
  return { nodes, edges }
}

function edgeId({ from, port, to }: FlowEdge): string {
  return `${from}:${port}>${to}`
}

/** Brings the chosen node into the middle, at a size that can be read. */
function CentreOn({ nodeId }: { nodeId: string | null }) {
  const { getNode, setCenter, getZoom } = useReactFlow()
  const width = useStore((state) => state.width)
  useEffect(() => {
    const node = nodeId === null ? undefined : getNode(nodeId)
    if (!node || width === 0) return
    const { x, y } = node.position
    const zoom = Math.max(getZoom(), 0.8)
    void setCenter(x + WIDTH / 2, y + 24, { zoom, duration: 200 })
  }, [nodeId, width, getNode, setCenter, getZoom])
  return null
}
