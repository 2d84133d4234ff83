import type { FlowNode } from '#engine/graph/schema.ts'
import type { Point } from './canvas-tools.tsx'
import { nodeSize } from './card-size.ts'

export type Alignment = 'left' | 'centre' | 'right' | 'top' | 'middle' | 'bottom'

/** Where nodes go that are to stand at one edge, or on one line, of all of them together. */
export function align(nodes: readonly FlowNode[], to: Alignment): Record<string, Point> {
  const boxes = nodes.map(boxOf)
  const left = Math.min(...boxes.map((box) => box.x))
  const right = Math.max(...boxes.map((box) => box.x + box.width))
  const top = Math.min(...boxes.map((box) => box.y))
  const bottom = Math.max(...boxes.map((box) => box.y + box.height))
  const placed = ({ id, x, y, width, height }: (typeof boxes)[number]): [string, Point] => {
    const at = {
      left: { x: left, y },
      centre: { x: Math.round((left + right - width) / 2), y },
      right: { x: right - width, y },
      top: { x, y: top },
      middle: { x, y: Math.round((top + bottom - height) / 2) },
      bottom: { x, y: bottom - height },
    }
    return [id, at[to]]
  }
  return Object.fromEntries(boxes.map(placed))
}

/** Where nodes go that are to have equal gaps; the outermost two stay where they are. */
export function distribute(nodes: readonly FlowNode[], axis: 'x' | 'y'): Record<string, Point> {
  const side = axis === 'x' ? 'width' : 'height'
  const boxes = nodes.map(boxOf).sort((one, other) => one[axis] - other[axis])
  const first = boxes[0]
  const last = boxes.at(-1)
  if (!first || !last || boxes.length < 3) return {}
  const filled = boxes.reduce((sum, box) => sum + box[side], 0)
  const gap = (last[axis] + last[side] - first[axis] - filled) / (boxes.length - 1)
  let next = first[axis]
  return Object.fromEntries(
    boxes.map(({ id, x, y, ...size }): [string, Point] => {
      const at = Math.round(next)
      next += size[side] + gap
      return [id, axis === 'x' ? { x: at, y } : { x, y: at }]
    }),
  )
}

function boxOf(node: FlowNode) {
  return { id: node.id, ...node.position, ...nodeSize(node) }
}
