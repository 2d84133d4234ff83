'use client'

import { useReactFlow } from '@xyflow/react'
import { useEffect, useRef } from 'react'
import { CARD_WIDTH } from './card-size.ts'
import { useEditor } from './editor-context.tsx'

/** Chooses the node and field that the address names, once: a link from a search leads there. */
export function OpenAtPlace() {
  const select = useEditor((state) => state.select)
  const nodes = useEditor((state) => state.history.present.nodes)
  const { setCenter } = useReactFlow()
  const first = useRef(nodes)
  useEffect(() => {
    const wanted = new URLSearchParams(window.location.search)
    const node = first.current.find(({ id }) => id === wanted.get('node'))
    if (!node) return
    select([node.id], wanted.get('field'))
    const { x, y } = node.position
    // After the canvas has fitted the whole flow into view.
    const timer = setTimeout(() => void setCenter(x + CARD_WIDTH / 2, y + 40, { zoom: 1 }), 100)
    return () => clearTimeout(timer)
  }, [select, setCenter])
  return null
}
