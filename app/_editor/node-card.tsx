'use client'

import { Handle, Position, type NodeProps } from '@xyflow/react'
import {
  IconAlertCircleFilled,
  IconAlertTriangleFilled,
  IconNote,
  IconPinFilled,
} from '@tabler/icons-react'
import { memo, useEffect, useRef } from 'react'
import type { FlowNode } from '#engine/graph/schema.ts'
import { findKind } from '#nodes/catalog.ts'
import type { Kind } from '#nodes/kind.ts'
import { useTools } from './canvas-tools.tsx'
import { HEAD_HEIGHT, isListed, portTop } from './card-size.ts'
import { CountChips } from './count-chips.tsx'
import { useEditor, useOverlay } from './editor-context.tsx'
import { INPUT, looksSame, type CardNode, type CardPort } from './graph-view.ts'
import { KindIcon, tintOf } from './kind-look.tsx'
import { NameOnCard } from './name-on-card.tsx'
import classes from './node-card.module.css'
import { NodePresence } from './presence.tsx'

/**
 * One node on the canvas. Draws itself again only when its own node, mark or counts change: where it
 * lies is the business of what is around it, also while it is dragged.
 */
export const NodeCard = memo(
  function NodeCard({ id, data, selected }: NodeProps<CardNode>) {
    const { node, hasInput, ports } = data
    const kind = findKind(node.kind)
    useCountedForBench()
    return (
      <div
        className={classes.card}
        data-tint={tintOf(kind)}
        data-selected={selected || undefined}
        data-disabled={node.disabled || undefined}
      >
        <div className={classes.head}>
          <span className={classes.icon}>
            <KindIcon kind={kind} size={17} />
          </span>
          <div className={classes.words}>
            <Name node={node} />
            <div className={classes.summary}>
              {kind ? kind.summary(node.config) || 'Nothing set yet' : `Unknown kind: ${node.kind}`}
            </div>
          </div>
          {data.pinned && (
            <span
              className={classes.sign}
              role="img"
              aria-label="Output pinned"
              title="Output pinned"
            >
              <IconPinFilled size={14} aria-hidden />
            </span>
          )}
          {node.note !== '' && (
            <span className={classes.sign} role="img" aria-label="Has a note" title={node.note}>
              <IconNote size={15} aria-hidden />
            </span>
          )}
          <Mark id={id} />
        </div>
        {hasInput && (
          <Handle
            id={INPUT}
            type="target"
            position={Position.Left}
            style={{ top: HEAD_HEIGHT / 2 }}
            title="Input"
          />
        )}
        {isListed(ports) && <PortNames ports={ports} />}
        {ports.map((port, index) => (
          <Handle
            key={port.id}
            id={port.id}
            type="source"
            position={Position.Right}
            style={{ top: portTop(ports, index) }}
            title={port.label}
            isConnectableStart={!port.missing}
          />
        ))}
        <Foot id={id} node={node} kind={kind} />
        <NodePresence id={id} />
      </div>
    )
  },
  (before, now) =>
    before.id === now.id && before.selected === now.selected && looksSame(before.data, now.data),
)

function Name({ node }: { node: FlowNode }) {
  const renaming = useTools((tools) => tools.renaming === node.id)
  const rename = useTools((tools) => tools.rename)
  const readOnly = useEditor((state) => state.readOnly)
  if (renaming) return <NameOnCard node={node} />
  return (
    <div
      className={classes.name}
      title={node.name}
      onDoubleClick={() => !readOnly && rename(node.id)}
    >
      {node.name}
    </div>
  )
}

function PortNames({ ports }: { ports: readonly CardPort[] }) {
  return (
    <div className={classes.ports}>
      {ports.map((port) => (
        <div key={port.id} className={classes.port} data-missing={port.missing || undefined}>
          {port.missing ? `${port.label} (no longer there)` : port.label}
        </div>
      ))}
    </div>
  )
}

/** How many records went how; before that, what kind of node this is. */
function Foot({ id, node, kind }: { id: string; node: FlowNode; kind: Kind | undefined }) {
  const counts = useOverlay((overlay) => overlay.counts[id])
  const stale = useOverlay((overlay) => overlay.stale.has(id))
  if (node.disabled) return <div className={classes.foot}>Disabled: records pass it by</div>
  return (
    <div
      className={classes.foot}
      data-stale={(counts && stale) || undefined}
      title={counts && stale ? 'Changed since the last test' : undefined}
    >
      {counts ? <CountChips counts={counts} /> : (kind?.title ?? node.kind)}
    </div>
  )
}

function Mark({ id }: { id: string }) {
  const mark = useEditor((state) => state.marks[id])
  if (!mark) return null
  const Shape = mark.severity === 'error' ? IconAlertCircleFilled : IconAlertTriangleFilled
  const word = mark.severity === 'error' ? 'Error' : 'Warning'
  return (
    <span
      className={classes.mark}
      data-severity={mark.severity}
      role="img"
      aria-label={`${word}: ${mark.text}`}
      title={mark.text}
    >
      <Shape size={16} aria-hidden />
    </span>
  )
}

/** Cards drawn again, and for the first time, are counted where a benchmark asks for it (bench/canvas). */
function useCountedForBench() {
  const drawn = useRef(false)
  useEffect(() => {
    if ('__tributaryBench' in globalThis)
      performance.mark(drawn.current ? 'tributary-card' : 'tributary-new-card')
    drawn.current = true
  })
}
