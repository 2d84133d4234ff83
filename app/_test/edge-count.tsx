'use client'

import { useOverlay } from '../_editor/editor-context.tsx'
import classes from './edge-count.module.css'

interface EdgeCountProps {
  from: string
  port: string
  /** The middle of the edge, in the canvas' own units. */
  x: number
  y: number
}

/** How many records of the last test went over an edge. */
export function EdgeCount({ from, port, x, y }: EdgeCountProps) {
  const count = useOverlay((overlay) => overlay.edges[`${from} ${port}`])
  if (count === undefined) return null
  return (
    <text x={x} y={y - 7} className={classes.count} data-none={count === 0 || undefined}>
      {count.toLocaleString('en-US')}
    </text>
  )
}
