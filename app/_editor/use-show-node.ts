'use client'

import { useReactFlow } from '@xyflow/react'
import { useCallback } from 'react'
import { nodeSize } from './card-size.ts'
import { useStores } from './editor-context.tsx'

/** How long the view takes to get there, in ms. */
const DURATION = 180
/** So many frames a card may take to be drawn after the view has moved to it. */
const MOST_FRAMES = 40
/** Kept free around a card that is shown, in pixels of the window. */
const MARGIN = 24

/**
 * Gives a function that brings a node into view, moving the view only when it must, and puts the
 * keyboard's focus on its card when `focus` is said.
 */
export function useShowNode() {
  const { editor } = useStores()
  const { setCenter, getZoom, flowToScreenPosition } = useReactFlow()
  return useCallback(
    (id: string, options: { focus?: boolean; atLeast?: number } = {}) => {
      const node = editor.getState().history.present.nodes.find((one) => one.id === id)
      const canvas = document.querySelector('[data-canvas]')
      if (!node || !canvas) return
      const { width, height } = nodeSize(node)
      const { x, y } = node.position
      const zoom = Math.max(getZoom(), options.atLeast ?? 0)
      const start = flowToScreenPosition({ x, y })
      const end = flowToScreenPosition({ x: x + width, y: y + height })
      const view = canvas.getBoundingClientRect()
      const visible =
        start.x >= view.left + MARGIN &&
        start.y >= view.top + MARGIN &&
        end.x <= view.right - MARGIN &&
        end.y <= view.bottom - MARGIN
      if (!visible || zoom > getZoom()) {
        void setCenter(x + width / 2, y + height / 2, { zoom, duration: DURATION })
      }
      if (options.focus) focusCard(id, MOST_FRAMES)
    },
    [editor, flowToScreenPosition, getZoom, setCenter],
  )
}

/** Cards out of sight are not drawn: the focus waits for the view to arrive. */
function focusCard(id: string, frames: number) {
  const card = document.querySelector(`.react-flow__node[data-id="${CSS.escape(id)}"]`)
  if (card instanceof HTMLElement) return card.focus({ preventScroll: true })
  if (frames > 0) requestAnimationFrame(() => focusCard(id, frames - 1))
}
