'use client'

import { useReactFlow, useStoreApi } from '@xyflow/react'
import { useEffect } from 'react'
import { useStores } from './editor-context.tsx'
import type { CardNode, LineEdge } from './graph-view.ts'
import { keptView, type Box, type View } from './kept-view.ts'

/**
 * Keeps in sight what a person looks at when the drawer or the inspector takes room from the canvas.
 * When it gives the room back, and nobody has moved the view meanwhile, all is as before.
 */
export function useKeptView() {
  const { editor } = useStores()
  const flow = useStoreApi<CardNode, LineEdge>()
  const { getViewport, setViewport } = useReactFlow()
  useEffect(() => {
    const sizeNow = () => {
      const { width, height } = flow.getState()
      return { width, height }
    }
    let base = { view: getViewport(), size: sizeNow() }
    let last = base
    return flow.subscribe(() => {
      const size = sizeNow()
      if (size.width === last.size.width && size.height === last.size.height) {
        return
      }
      const view = getViewport()
      const { cards, selected } = editor.getState()
      if (!same(view, last.view)) base = { view, size: last.size }
      // Of a card that is held the pointer says where it is.
      if (base.size.width === 0 || cards.some(({ dragging }) => dragging)) {
        last = base = { view, size }
        return
      }
      const chosen = cards.filter(({ id }) => selected.includes(id)).map(boxOf)
      const looked = { ...base, chosen, cards: cards.map(boxOf) }
      const next = keptView(looked, size, coveredIn(size))
      last = { view: next, size }
      void setViewport(next)
    })
  }, [editor, flow, getViewport, setViewport])
}

function same(one: View, other: View): boolean {
  return one.x === other.x && one.y === other.y && one.zoom === other.zoom
}

function boxOf({ position, width, height }: CardNode): Box {
  return { ...position, width: width ?? 0, height: height ?? 0 }
}

/** The overview in the corner at the right, and the buttons at the left. */
function coveredIn({ width, height }: { width: number; height: number }): Box[] {
  return [
    { x: width - 199, y: height - 135, width: 199, height: 135 },
    { x: 0, y: height - 198, width: 56, height: 198 },
  ]
}
