import { findKind } from '#nodes/catalog.ts'
import { tintOf } from '../_editor/kind-look.tsx'
import classes from './flow-drawing.module.css'

interface FlowDrawingProps {
  nodes: readonly { id: string; kind: string; position: { x: number; y: number } }[]
  edges: readonly { from: string; to: string }[]
  /** What the picture shows, in words. */
  label: string
}

const WIDTH = 220
const HEIGHT = 72
const MARGIN = 24

/** A flow in small: one block a node in the colour of its system, lines for the ways between. */
export function FlowDrawing({ nodes, edges, label }: FlowDrawingProps) {
  const places = new Map(nodes.map(({ id, position }) => [id, position]))
  const xs = nodes.map(({ position }) => position.x)
  const ys = nodes.map(({ position }) => position.y)
  const left = Math.min(...xs) - MARGIN
  const top = Math.min(...ys) - MARGIN
  const width = Math.max(...xs) + WIDTH + MARGIN - left
  const height = Math.max(...ys) + HEIGHT + MARGIN - top
  return (
    <svg
      className={classes.drawing}
      viewBox={`${left} ${top} ${width} ${height}`}
      role="img"
      aria-label={label}
      preserveAspectRatio="xMidYMid meet"
    >
      {edges.map(({ from, to }, index) => {
        const start = places.get(from)
        const end = places.get(to)
        if (!start || !end) return null
        const x1 = start.x + WIDTH
        const y1 = start.y + HEIGHT / 2
        const y2 = end.y + HEIGHT / 2
        const bend = Math.max(40, Math.abs(end.x - x1) / 2)
        const path = `M ${x1} ${y1} C ${x1 + bend} ${y1}, ${end.x - bend} ${y2}, ${end.x} ${y2}`
        return <path key={`${from} ${index}`} d={path} className={classes.way} />
      })}
      {nodes.map(({ id, kind, position }) => (
        <rect
          key={id}
          x={position.x}
          y={position.y}
          width={WIDTH}
          height={HEIGHT}
          rx={14}
          className={classes.node}
          data-tint={tintOf(findKind(kind))}
        />
      ))}
    </svg>
  )
}
