'use client'

import { NodeResizeControl, type NodeProps } from '@xyflow/react'
import { memo, useEffect, useRef } from 'react'
import { useTools } from './canvas-tools.tsx'
import { useEditor } from './editor-context.tsx'
import { looksSame, type CardNode } from './graph-view.ts'
import classes from './note-card.module.css'
import { useShowNode } from './use-show-node.ts'

/** A note on the canvas: read where it lies, written with a double click or F2, resized at its corner. */
export const NoteCard = memo(
  function NoteCard({ id, data, selected }: NodeProps<CardNode>) {
    const edit = useEditor((state) => state.edit)
    const readOnly = useEditor((state) => state.readOnly)
    const writing = useTools((tools) => tools.renaming === id)
    const rename = useTools((tools) => tools.rename)
    const text = typeof data.node.config.text === 'string' ? data.node.config.text : ''
    return (
      <div
        className={classes.note}
        data-selected={selected || undefined}
        onDoubleClick={() => !readOnly && rename(id)}
      >
        {writing ? (
          <NoteText id={id} text={text} />
        ) : (
          text || <span className={classes.empty}>An empty note: double-click to write</span>
        )}
        {selected && !readOnly && (
          <NodeResizeControl
            position="bottom-right"
            className={classes.corner}
            minWidth={120}
            minHeight={64}
            maxWidth={1_600}
            maxHeight={1_200}
            onResizeEnd={(_, { width, height }) =>
              edit([
                { type: 'configure-node', id, field: 'width', value: Math.round(width) },
                { type: 'configure-node', id, field: 'height', value: Math.round(height) },
              ])
            }
          />
        )}
      </div>
    )
  },
  (before, now) =>
    before.id === now.id && before.selected === now.selected && looksSame(before.data, now.data),
)

function NoteText({ id, text }: { id: string; text: string }) {
  const edit = useEditor((state) => state.edit)
  const rename = useTools((tools) => tools.rename)
  const show = useShowNode()
  const input = useRef<HTMLTextAreaElement>(null)
  useEffect(() => {
    const frame = requestAnimationFrame(() => input.current?.focus())
    return () => cancelAnimationFrame(frame)
  }, [])
  return (
    <textarea
      ref={input}
      className={`nodrag nopan nowheel ${classes.text}`}
      aria-label="Text of the note"
      maxLength={5_000}
      value={text}
      onChange={(event) =>
        edit({ type: 'configure-node', id, field: 'text', value: event.currentTarget.value })
      }
      onBlur={() => rename(null)}
      onKeyDown={(event) => {
        event.stopPropagation()
        if (event.key !== 'Escape') return
        rename(null)
        show(id, { focus: true })
      }}
    />
  )
}
