'use client'

import { createContext, useContext } from 'react'
import { useStore } from 'zustand'
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { FlowEdge } from '#engine/graph/schema.ts'

export interface Point {
  x: number
  y: number
}

/** Where a new node goes. */
export type Placement =
  | { type: 'edge'; edge: FlowEdge }
  | { type: 'after'; node: string; port: string }
  /** At a place of the canvas, joined to nothing. */
  | { type: 'free'; at: Point }

/** What lies above the canvas; one thing at a time. `screen` is a place in the window. */
export type Popup =
  | { type: 'add'; screen: Point; placement: Placement }
  /** Which output of a node comes first, then what follows it. */
  | { type: 'add-after'; screen: Point; node: string }
  | { type: 'connect'; screen: Point; node: string; port: string | null }
  | { type: 'menu'; screen: Point; on: MenuTarget }

export type MenuTarget =
  { type: 'cards' } | { type: 'edge'; edge: FlowEdge } | { type: 'canvas'; at: Point }

export type Toggled = 'outline' | 'sheet' | 'boxSelect' | 'alone'

interface CanvasTools {
  popup: Popup | null
  /** The node whose name is being typed on its card. */
  renaming: string | null
  /** The list of nodes instead of the palette. */
  outline: boolean
  /** The sheet of keyboard shortcuts. */
  sheet: boolean
  /** Dragging on the empty canvas chooses what it frames instead of moving the view. */
  boxSelect: boolean
  /** The canvas has the room of its neighbours, until the inspector is asked for. */
  alone: boolean
  /** Said to a screen reader only. */
  announced: string
  open: (popup: Popup | null) => void
  rename: (id: string | null) => void
  toggle: (what: Toggled) => void
  announce: (text: string) => void
}

type CanvasToolsStore = StoreApi<CanvasTools>

/** What the canvas shows of itself: nothing of it belongs to the document. */
export function createCanvasTools(): CanvasToolsStore {
  return createStore<CanvasTools>()((set, get) => ({
    popup: null,
    renaming: null,
    outline: false,
    sheet: false,
    boxSelect: false,
    alone: false,
    announced: '',
    open: (popup) => set({ popup }),
    rename: (renaming) => set({ renaming }),
    toggle: (what) => set({ [what]: !get()[what] }),
    // A text that is said twice must change, or it is not read again.
    announce: (text) => set({ announced: get().announced === text ? `${text} ` : text }),
  }))
}

// Where nobody provides tools, as in a drawing that is only looked at, nothing of it is ever opened.
const Tools = createContext<CanvasToolsStore>(createCanvasTools())

export const CanvasToolsProvider = Tools.Provider

/** The tools of the open canvas, to be read when something happens. */
export function useToolsStore(): CanvasToolsStore {
  return useContext(Tools)
}

/** Reads one value of the canvas's tools. */
export function useTools<T>(select: (tools: CanvasTools) => T): T {
  return useStore(useToolsStore(), select)
}
