'use client'

import { useEffect } from 'react'
import { copyNodes, pasteNodes } from './clipboard.ts'
import { useStores } from './editor-context.tsx'
import { GRID } from './new-node.ts'
import type { EditorState } from './store.ts'

/** How far beside the original a copy lands. */
const SHIFT = GRID * 5

/**
 * Keys of the designer: undo and redo, copy, cut, paste, duplicate, delete, select all. Inside a text
 * input, and while a dialog is open, they mean what they mean everywhere.
 */
export function useShortcuts() {
  const { editor } = useStores()
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (isElsewhere(event.target)) return
      if (pressed(event, editor.getState())) event.preventDefault()
    }
    const onCopy = (event: ClipboardEvent) => {
      const { history, selected, edit } = editor.getState()
      if (isElsewhere(event.target) || selected.length === 0 || hasTextSelection()) return
      event.clipboardData?.setData('text/plain', copyNodes(history.present, new Set(selected)))
      event.preventDefault()
      if (event.type === 'cut') edit({ type: 'remove-nodes', ids: [...selected] })
    }
    const onPaste = (event: ClipboardEvent) => {
      if (isElsewhere(event.target)) return
      paste(event.clipboardData?.getData('text/plain') ?? '', editor.getState())
    }
    document.addEventListener('keydown', onKey)
    document.addEventListener('copy', onCopy)
    document.addEventListener('cut', onCopy)
    document.addEventListener('paste', onPaste)
    return () => {
      document.removeEventListener('keydown', onKey)
      document.removeEventListener('copy', onCopy)
      document.removeEventListener('cut', onCopy)
      document.removeEventListener('paste', onPaste)
    }
  }, [editor])
}

/** True when the key was one of ours. */
function pressed(event: KeyboardEvent, state: EditorState): boolean {
  const command = event.ctrlKey || event.metaKey
  const key = event.key.toLowerCase()
  if (command && key === 'z') return done(event.shiftKey ? state.redo : state.undo)
  if (command && key === 'y') return done(state.redo)
  if (command && key === 'a') {
    return done(() => state.select(state.history.present.nodes.map((node) => node.id)))
  }
  if (command && key === 'd' && state.selected.length > 0) {
    const text = copyNodes(state.history.present, new Set(state.selected))
    return done(() => paste(text, state))
  }
  if (key === 'delete' || key === 'backspace') return done(() => removeSelected(state))
  if (key === 'escape' && state.insertInto) return done(() => state.setInsertInto(null))
  return false
}

function done(work: () => void): true {
  work()
  return true
}

function removeSelected({ selected, lines, edit }: EditorState) {
  const edges = lines.flatMap((line) => (line.selected && line.data ? [line.data.edge] : []))
  const edits = [
    ...(edges.length > 0 ? [{ type: 'disconnect' as const, edges }] : []),
    ...(selected.length > 0 ? [{ type: 'remove-nodes' as const, ids: [...selected] }] : []),
  ]
  if (edits.length > 0) edit(edits)
}

function paste(text: string, { edit, select }: EditorState) {
  const pasted = pasteNodes(text, SHIFT)
  if (pasted && edit(pasted)) select(pasted.nodes.map((node) => node.id))
}

function isElsewhere(target: EventTarget | null): boolean {
  if (!(target instanceof Element)) return false
  return (
    target.closest('input, textarea, select, [contenteditable], .monaco-editor, [role=dialog]') !==
    null
  )
}

function hasTextSelection(): boolean {
  return (document.getSelection()?.toString() ?? '') !== ''
}
