'use client'

import { useLayoutEffect, useRef } from 'react'
import type { FlowNode } from '#engine/graph/schema.ts'
import { useTools } from './canvas-tools.tsx'
import { useEditor } from './editor-context.tsx'
import classes from './name-on-card.module.css'
import { useShowNode } from './use-show-node.ts'

/** A node's name while it is typed on the card: Enter takes it, Escape leaves the old one. */
export function NameOnCard({ node }: { node: FlowNode }) {
  const edit = useEditor((state) => state.edit)
  const rename = useTools((tools) => tools.rename)
  const show = useShowNode()
  const input = useRef<HTMLInputElement>(null)
  const over = useRef(false)
  useLayoutEffect(() => {
    const take = () => {
      input.current?.focus({ preventScroll: true })
      input.current?.select()
    }
    // At once, so that the next key is a letter and no shortcut; and again, because after a double
    // click the browser gives the focus to what was pressed only after this drawing.
    take()
    const frame = requestAnimationFrame(take)
    return () => cancelAnimationFrame(frame)
  }, [])
  const end = (name: string) => {
    if (over.current) return
    over.current = true
    const wanted = name.trim()
    if (wanted !== '' && wanted !== node.name)
      edit({ type: 'rename-node', id: node.id, name: wanted })
    rename(null)
  }
  return (
    <input
      ref={input}
      className={`nodrag nopan ${classes.input}`}
      aria-label="Name"
      maxLength={200}
      defaultValue={node.name}
      autoComplete="off"
      onBlur={(event) => end(event.currentTarget.value)}
      onKeyDown={(event) => {
        event.stopPropagation()
        if (event.key !== 'Enter' && event.key !== 'Escape') return
        event.preventDefault()
        end(event.key === 'Enter' ? event.currentTarget.value : node.name)
        show(node.id, { focus: true })
      }}
    />
  )
}
