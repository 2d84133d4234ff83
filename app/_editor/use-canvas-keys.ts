'use client'

import { useCallback, type KeyboardEvent } from 'react'
import { useToolsStore } from './canvas-tools.tsx'
import { GRID } from './card-size.ts'
import { useCommands } from './commands.tsx'
import { useStores } from './editor-context.tsx'
import type { Direction } from './next-node.ts'

const ARROWS: { [key: string]: Direction | undefined } = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down',
}
const STEPS: Record<Direction, { x: number; y: number }> = {
  left: { x: -GRID, y: 0 },
  right: { x: GRID, y: 0 },
  up: { x: 0, y: -GRID },
  down: { x: 0, y: GRID },
}
/** With Shift a node moves so many times as far. */
const FAR = 5

/** Keys that mean something only while the canvas itself has the keyboard. */
export function useCanvasKeys() {
  const { editor } = useStores()
  const tools = useToolsStore()
  const commands = useCommands()
  return useCallback(
    (event: KeyboardEvent) => {
      if (isControl(event.target)) return
      const { selected, select } = editor.getState()
      const [only] = selected
      const direction = ARROWS[event.key]
      if (direction && event.altKey) {
        const times = event.shiftKey ? FAR : 1
        const { x, y } = STEPS[direction]
        commands.move(selected, { x: x * times, y: y * times })
      } else if (direction && !event.ctrlKey && !event.metaKey) {
        commands.go(direction, event.shiftKey)
      } else if (event.key === 'Enter') {
        if (only !== undefined && selected.length === 1) commands.openInspector(only)
        else if (only === undefined) commands.go('right', false)
      } else if (event.key === 'Escape' && selected.length > 0) select([])
      else if (event.key === 'ContextMenu' || (event.shiftKey && event.key === 'F10')) {
        const card = document.activeElement?.getBoundingClientRect()
        const screen = { x: (card?.left ?? 0) + 24, y: (card?.top ?? 0) + 40 }
        const on =
          only === undefined ? { type: 'canvas' as const, at: screen } : { type: 'cards' as const }
        tools.getState().open({ type: 'menu', screen, on })
      } else return
      event.preventDefault()
    },
    [commands, editor, tools],
  )
}

/** Buttons and inputs on the canvas use these keys themselves. */
function isControl(target: EventTarget): boolean {
  return (
    target instanceof Element &&
    target.closest('input, textarea, button, [role=button], [role=menu], [contenteditable]') !==
      null
  )
}
