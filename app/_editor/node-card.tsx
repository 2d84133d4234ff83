'use client'

import { Handle, Position, useUpdateNodeInternals, type NodeProps } from '@xyflow/react'
import { IconAlertCircleFilled, IconAlertTriangleFilled, IconNote } from '@tabler/icons-react'
import { memo, useEffect, useRef } from 'react'
import { findKind } from '#nodes/catalog.ts'
import { CountChips } from './count-chips.tsx'
import { useEditor, useOverlay } from './editor-context.tsx'
import { INPUT, type CardNode, type CardPort } from './graph-view.ts'
import { KindIcon, tintOf } from './kind-look.tsx'
import classes from './node-card.module.css'

/** One node on the canvas. Draws itself again only when its own node, mark or counts change. */
export const NodeCard = memo(function NodeCard({ id, data, selected }: NodeProps<CardNode>) {
  const { node, hasInput, ports } = data
  const kind = findKind(node.kind)
  const counts = useOverlay((overlay) => overlay.counts[id])
  useMeasuredPorts(id, ports)
  const [only] = ports
  const plain = ports.length === 1 && only && !only.missing
  return (
    <div
      className={classes.card}
      data-tint={tintOf(kind)}
      data-selected={selected || undefined}
      data-disabled={node.disabled || undefined}
    >
      <div className={classes.head}>
        {hasInput && <Handle id={INPUT} type="target" position={Position.Left} title="Input" />}
        <span className={classes.icon}>
          <KindIcon kind={kind} size={17} />
        </span>
        <div className={classes.words}>
          <div className={classes.name}>{node.name}</div>
          <div className={classes.summary}>
            {kind ? kind.summary(node.config) || kind.title : `Unknown kind: ${node.kind}`}
          </div>
        </div>
        {node.note !== '' && (
          <IconNote size={15} className={classes.note} aria-label="Has a note" />
        )}
        <Mark id={id} />
        {plain && (
          <Handle id={only.id} type="source" position={Position.Right} title={only.label} />
        )}
      </div>
      {!plain && ports.length > 0 && <Ports ports={ports} />}
      {node.disabled && <div className={classes.foot}>Disabled: records pass it by</div>}
      {counts && !node.disabled && (
        <div className={classes.foot}>
          <CountChips counts={counts} />
        </div>
      )}
    </div>
  )
})

/** React Flow measures handles when a card changes its size; a renamed port does not change it. */
function useMeasuredPorts(id: string, ports: readonly CardPort[]) {
  const updateInternals = useUpdateNodeInternals()
  const measured = useRef(ports)
  useEffect(() => {
    if (measured.current === ports) return
    measured.current = ports
    updateInternals(id)
  }, [id, ports, updateInternals])
}

function Ports({ ports }: { ports: readonly CardPort[] }) {
  return (
    <div className={classes.ports}>
      {ports.map((port) => (
        <div key={port.id} className={classes.port} data-missing={port.missing || undefined}>
          {port.missing ? `${port.label} (no longer there)` : port.label}
          <Handle
            id={port.id}
            type="source"
            position={Position.Right}
            title={port.label}
            isConnectableStart={!port.missing}
          />
        </div>
      ))}
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
