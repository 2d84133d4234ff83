'use client'

import { BaseEdge, getSmoothStepPath, type EdgeProps } from '@xyflow/react'
import { memo } from 'react'
import { useStores } from './editor-context.tsx'
import classes from './flow-line.module.css'
import type { LineEdge } from './graph-view.ts'

/** An edge, with a plus in its middle that puts the next placed node there. */
export const FlowLine = memo(function FlowLine(props: EdgeProps<LineEdge>) {
  const { editor } = useStores()
  const [path, x, y] = getSmoothStepPath({ ...props, borderRadius: 10, offset: 24 })
  const insert = () => {
    const { readOnly, setInsertInto } = editor.getState()
    if (props.data && !readOnly) setInsertInto(props.data.edge)
  }
  return (
    <>
      <BaseEdge path={path} markerEnd={props.markerEnd} interactionWidth={18} />
      <g
        className={classes.plus}
        transform={`translate(${x} ${y})`}
        role="button"
        tabIndex={props.selected ? 0 : -1}
        aria-label="Insert a node here"
        onClick={(event) => {
          event.stopPropagation()
          insert()
        }}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' && event.key !== ' ') return
          event.preventDefault()
          event.stopPropagation()
          insert()
        }}
      >
        <circle r={13} className={classes.target} />
        <circle r={8.5} className={classes.disc} />
        <path d="M-4 0H4M0-4V4" className={classes.cross} />
      </g>
    </>
  )
})
