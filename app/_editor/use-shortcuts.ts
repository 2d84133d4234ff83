'use client'

import { useEffect } from 'react'
import { useReactFlow } from '@xyflow/react'
import { useToolsStore, type Toggled } from './canvas-tools.tsx'
import { copyNodes } from './clipboard.ts'
import { useCommands, type Commands } from './commands.tsx'
import { useStores } from './editor-context.tsx'
import type { EditorState } from './store.ts'
import { useTests, type Tests } from '../_test/tests.tsx'

interface Keys {
  state: EditorState
  commands: Commands
  /** Null where a flow is only looked at. */
  tests: Tests | null
  toggle: (what: Toggled) => void
  zoom: (by: 'in' | 'out') => void
}

/**
 * Keys of the designer. Inside a text input, and while a dialog or a menu is open, they mean what they
 * mean everywhere; single letters count only on the canvas and in the outline.
 */
export function useShortcuts() {
  const { editor } = useStores()
  const tools = useToolsStore()
  const commands = useCommands()
  const tests = useTests()
  const { zoomIn, zoomOut } = useReactFlow()
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || isElsewhere(event.target)) return
      const keys: Keys = {
        state: editor.getState(),
        commands,
        tests,
        toggle: tools.getState().toggle,
        zoom: (by) => void (by === 'in' ? zoomIn() : zoomOut()),
      }
      const command = event.ctrlKey || event.metaKey
      const action = command
        ? withCommand(event, keys)
        : (named(event, keys) ?? (isOnCanvas(event.target) ? single(event, keys) : undefined))
      if (!action) return
      event.preventDefault()
      action()
    }
    const onCopy = (event: ClipboardEvent) => {
      const { history, selected } = editor.getState()
      if (isElsewhere(event.target) || selected.length === 0 || hasTextSelection()) return
      event.clipboardData?.setData('text/plain', copyNodes(history.present, new Set(selected)))
      event.preventDefault()
      if (event.type === 'cut') commands.remove(selected)
      else tools.getState().announce('Copied.')
    }
    const onPaste = (event: ClipboardEvent) => {
      if (isElsewhere(event.target) || editor.getState().readOnly) return
      commands.pasteText(event.clipboardData?.getData('text/plain') ?? '')
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
  }, [commands, editor, tests, tools, zoomIn, zoomOut])
}

type Action = (() => void) | undefined

function withCommand(event: KeyboardEvent, { state, commands }: Keys): Action {
  switch (event.key.toLowerCase()) {
    case 'z':
      return event.shiftKey ? state.redo : state.undo
    case 'y':
      return state.redo
    case 'a':
      return commands.selectAll
    case 'd':
      return () => commands.duplicate(state.selected)
    default:
      return undefined
  }
}

function named(event: KeyboardEvent, { state, commands }: Keys): Action {
  const [only] = state.selected
  switch (event.key) {
    case 'F2':
      return only === undefined ? undefined : () => commands.rename(only)
    case 'F8':
      return () => commands.problem(event.shiftKey ? -1 : 1)
    case 'Delete':
    case 'Backspace': {
      const edges = state.lines.flatMap((line) =>
        line.selected && line.data ? [line.data.edge] : [],
      )
      return () => commands.remove(state.selected, edges)
    }
    default:
      return undefined
  }
}

function single(event: KeyboardEvent, { state, commands, tests, toggle, zoom }: Keys): Action {
  if (event.altKey) return undefined
  const [only] = state.selected
  switch (event.key.toLowerCase()) {
    case 'a':
      return () => commands.addAfter(only ?? null)
    case 'c':
      return only === undefined ? undefined : () => commands.connectFrom(only)
    case 'd':
      return () => commands.toggleDisabled(state.selected)
    case 'n':
      return () => commands.addNote()
    case 't':
      return state.readOnly ? undefined : commands.tidy
    case 'r':
      return only === undefined || !tests ? undefined : () => tests.runToHere(only)
    case 'o':
      return () => toggle('outline')
    case 'b':
      return () => toggle('boxSelect')
    case 'f':
      return () => toggle('alone')
    case '1':
      return commands.fit
    case '2':
      return commands.fitSelection
    case '+':
    case '=':
      return () => zoom('in')
    case '-':
      return () => zoom('out')
    case '?':
      return () => toggle('sheet')
    default:
      return undefined
  }
}

function isElsewhere(target: EventTarget | null): boolean {
  if (!(target instanceof Element)) return false
  return (
    target.closest(
      'input, textarea, select, [contenteditable], .monaco-editor, [role=dialog], [role=menu], [role=listbox]',
    ) !== null
  )
}

function isOnCanvas(target: EventTarget | null): boolean {
  if (!(target instanceof Element)) return false
  return target === document.body || target.closest('[data-canvas], [data-outline]') !== null
}

function hasTextSelection(): boolean {
  return (document.getSelection()?.toString() ?? '') !== ''
}
