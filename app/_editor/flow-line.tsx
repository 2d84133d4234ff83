'use client'

import { BaseEdge, getSmoothStepPath, type EdgeProps } from '@xyflow/react'
import { memo, type KeyboardEvent } from 'react'
import { useTools } from './canvas-tools.tsx'
import { useCommands } from './commands.tsx'
import { useEditor } from './editor-context.tsx'
import classes from './flow-line.module.css'
import type { LineEdge } from './graph-view.ts'
import { STUB, type Lane } from './lanes.ts'
import type { EditorState } from './store.ts'
import { EdgeCount } from '../_test/edge-count.tsx'

/**
 * An edge, with a plus in its middle that puts a node there. The plus signs of a chosen node's edges
 * are reached with Tab.
 */
export const FlowLine = memo(function FlowLine(props: EdgeProps<LineEdge>) {
  const { source, target, selected, data } = props
  const commands = useCommands()
  const open = useTools((tools) => tools.open)
  const readOnly = useEditor((state) => state.readOnly)
  const near = useEditor(
    ({ selected: [only, more] }) => more === undefined && (only === source || only === target),
  )
  const words = useEditor((state) =>
    near || selected ? `: from ${nameOf(state, source)} to ${nameOf(state, target)}` : '',
  )
  const [path, x, y] = getSmoothStepPath({
    ...props,
    ...laneNow(props, data?.lane),
    borderRadius: 10,
    offset: STUB,
  })
  const edge = data?.edge
  const onKeyDown = (event: KeyboardEvent<SVGGElement>) => {
    if (!edge) return
    const box = event.currentTarget.getBoundingClientRect()
    const screen = { x: box.right + 4, y: box.top }
    if (event.key === 'Enter' || event.key === ' ') commands.addOn(edge, screen)
    else if (event.key === 'Delete' || event.key === 'Backspace') commands.remove([], [edge])
    else if (event.key === 'ContextMenu' || (event.shiftKey && event.key === 'F10')) {
      open({ type: 'menu', screen, on: { type: 'edge', edge } })
    } else return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <>
      <BaseEdge
        path={path}
        markerEnd={props.markerEnd}
        interactionWidth={18}
        label={props.label}
        labelX={x}
        labelY={y}
      />
      {edge && <EdgeCount from={edge.from} port={edge.port} x={x} y={y} />}
      {edge && !readOnly && (
        <g
          className={classes.plus}
          data-near={near || undefined}
          transform={`translate(${x} ${y})`}
          role="button"
          tabIndex={selected || near ? 0 : -1}
          aria-label={`Insert a node here${words}`}
          onClick={(event) => {
            event.stopPropagation()
            commands.addOn(edge, { x: event.clientX + 8, y: event.clientY - 24 })
          }}
          onKeyDown={onKeyDown}
        >
          <circle r={13} className={classes.target} />
          <circle r={8.5} className={classes.disc} />
          <path d="M-4 0H4M0-4V4" className={classes.cross} />
        </g>
      )}
    </>
  )
})

/** A lane was chosen for where the cards lay; while one is dragged it may not lie beside an end. */
function laneNow(
  { sourceX, targetX }: Pick<EdgeProps, 'sourceX' | 'targetX'>,
  { centerX, centerY }: Lane = {},
): Lane {
  if (centerX === undefined) return { centerY }
  return { centerX: Math.max(sourceX + STUB, Math.min(centerX, targetX - STUB)) }
}

function nameOf(state: EditorState, id: string): string {
  return state.history.present.nodes.find((node) => node.id === id)?.name ?? id
}
