'use client'

import { createContext, useContext } from 'react'
import { useStore } from 'zustand'
import type { RunOverlayStore } from './run-overlay.ts'
import type { EditorState, EditorStore } from './store.ts'

interface EditorStores {
  editor: EditorStore
  overlay: RunOverlayStore
}

const Stores = createContext<EditorStores | null>(null)

export const EditorProvider = Stores.Provider

/** The stores of the open designer, to be read when something happens. */
export function useStores(): EditorStores {
  const stores = useContext(Stores)
  if (!stores) throw new Error('Parts of the designer only work inside <FlowEditor>.')
  return stores
}

/** Reads one value of the designer's state; it must stay the same object while nothing changed. */
export function useEditor<T>(select: (state: EditorState) => T): T {
  return useStore(useStores().editor, select)
}

/** Reads one value of the run shown on the canvas. */
export function useOverlay<T>(select: (state: ReturnType<RunOverlayStore['getState']>) => T): T {
  return useStore(useStores().overlay, select)
}
