'use client'

import { useReactFlow } from '@xyflow/react'
import { createContext, useContext, useMemo, useState, type ReactNode } from 'react'
import type { FlowEdge } from '#engine/graph/schema.ts'
import { findKind } from '#nodes/catalog.ts'
import {
  CanvasToolsProvider,
  createCanvasTools,
  useToolsStore,
  type Placement,
  type Point,
} from './canvas-tools.tsx'
import { nodeSize } from './card-size.ts'
import { copyNodes, pasteNodes } from './clipboard.ts'
import { useStores } from './editor-context.tsx'
import { nextNode, type Direction } from './next-node.ts'
import { nextAfter, placeNode } from './place-node.ts'
import { sortedProblems } from './sorted-problems.ts'
import { useShowNode } from './use-show-node.ts'

/** How far beside the original a copy lands, in pixels. */
const SHIFT = 40
const FIT = { padding: 0.12, maxZoom: 1, duration: 180 }
/** Zoom at which a card that one is led to can be read. */
const READABLE = 0.7

/** What can be done on the canvas, from a key, a menu or the outline. Ids are those of nodes. */
export interface Commands {
  /** Opens the search for the node that follows; without a node, for one that stands alone. */
  addAfter: (id: string | null, at?: Point) => void
  addOn: (edge: FlowEdge, at: Point) => void
  addNote: (at?: Point) => void
  connectFrom: (id: string, at?: Point) => void
  rename: (id: string) => void
  remove: (ids: readonly string[], edges?: readonly FlowEdge[]) => void
  /** Switches nodes off, or on again when all of them are off. */
  toggleDisabled: (ids: readonly string[]) => void
  duplicate: (ids: readonly string[]) => void
  copy: (ids: readonly string[]) => Promise<void>
  paste: () => Promise<void>
  pasteText: (text: string) => void
  move: (ids: readonly string[], by: Point) => void
  go: (direction: Direction, extend: boolean) => void
  openInspector: (id: string) => void
  fit: () => void
  fitSelection: () => void
  /** Leads to the next problem (1) or the one before (-1). */
  problem: (step: 1 | -1) => void
  selectAll: () => void
  tidy: () => void
}

const Context = createContext<Commands | null>(null)

/** The commands of the open canvas. */
export function useCommands(): Commands {
  const commands = useContext(Context)
  if (!commands) throw new Error('Commands only work inside <CanvasProvider>.')
  return commands
}

interface CanvasProviderProps {
  tidy?: () => void
  children: ReactNode
}

/** Gives what lies inside one canvas its tools and its commands. */
export function CanvasProvider({ tidy = nothing, children }: CanvasProviderProps) {
  const [tools] = useState(createCanvasTools)
  return (
    <CanvasToolsProvider value={tools}>
      <Commands tidy={tidy}>{children}</Commands>
    </CanvasToolsProvider>
  )
}

function nothing() {
  // A drawing that is only looked at is not tidied.
}

function Commands({ tidy, children }: Required<CanvasProviderProps>) {
  const { editor } = useStores()
  const tools = useToolsStore()
  const flow = useReactFlow()
  const show = useShowNode()
  const { screenToFlowPosition, flowToScreenPosition, fitView } = flow

  const commands = useMemo((): Commands => {
    const state = () => editor.getState()
    const nodes = () => state().history.present.nodes
    const find = (id: string | null) => nodes().find((node) => node.id === id)
    const announce = (text: string) => tools.getState().announce(text)
    let atProblem = -1

    const beside = (id: string): Point => {
      const node = find(id)
      if (!node) return middleOfCanvas()
      const { x, y } = node.position
      const { width } = nodeSize(node)
      return flowToScreenPosition({ x: x + width + 16, y })
    }
    const portsOf = (id: string) => {
      const node = find(id)
      return (node && findKind(node.kind)?.ports(node.config)) ?? []
    }
    const editable = () => !state().readOnly

    const addAt = (placement: Placement, screen: Point) =>
      tools.getState().open({ type: 'add', placement, screen })

    const pasteText = (text: string) => {
      const pasted = pasteNodes(text, SHIFT)
      if (!pasted) return state().say('What is in the clipboard is no part of a flow.', 'error')
      if (!state().edit(pasted)) return
      state().select(pasted.nodes.map((node) => node.id))
      announce(`${count(pasted.nodes.length)} pasted.`)
    }

    return {
      addAfter(id, at) {
        if (!editable()) return
        if (id === null || !find(id)) {
          const screen = at ?? middleOfCanvas()
          return addAt({ type: 'free', at: screenToFlowPosition(screen) }, screen)
        }
        const ports = portsOf(id)
        const [first] = ports
        const screen = at ?? beside(id)
        if (!first) return state().say(`“${find(id)?.name}” has no output: nothing can follow it.`)
        if (ports.length > 1) return tools.getState().open({ type: 'add-after', node: id, screen })
        addAt(nextAfter(state().history.present, id, first.id), screen)
      },
      addOn(edge, at) {
        if (editable()) addAt({ type: 'edge', edge }, at)
      },
      addNote(at) {
        if (editable()) putNote(screenToFlowPosition(at ?? middleOfCanvas()))
      },
      connectFrom(id, at) {
        if (!editable()) return
        const ports = portsOf(id)
        if (ports.length === 0) {
          return state().say(`“${find(id)?.name}” has no output to connect.`)
        }
        const port = ports.length === 1 ? (ports[0]?.id ?? null) : null
        tools.getState().open({ type: 'connect', node: id, port, screen: at ?? beside(id) })
      },
      rename(id) {
        if (!editable()) return
        state().select([id])
        show(id)
        tools.getState().rename(id)
      },
      remove(ids, edges = []) {
        const edits = [
          ...(edges.length > 0 ? [{ type: 'disconnect' as const, edges: [...edges] }] : []),
          ...(ids.length > 0 ? [{ type: 'remove-nodes' as const, ids: [...ids] }] : []),
        ]
        const [only] = ids
        const next = ids.length === 1 && only ? neighbourOf(only) : null
        if (edits.length === 0 || !state().edit(edits)) return
        announce(ids.length > 0 ? `${count(ids.length)} deleted.` : 'The connection is deleted.')
        // The keyboard stays where it was instead of falling out of the canvas.
        if (next && focusIsOnCanvas()) {
          state().select([next])
          show(next, { focus: true })
        } else focusCanvas()
      },
      toggleDisabled(ids) {
        const chosen = nodes().filter((node) => ids.includes(node.id))
        if (chosen.length === 0) return
        const disabled = !chosen.every((node) => node.disabled)
        if (state().edit({ type: 'set-disabled', ids: [...ids], disabled })) {
          announce(`${count(ids.length)} ${disabled ? 'disabled' : 'enabled'}.`)
        }
      },
      duplicate(ids) {
        if (ids.length > 0) pasteText(copyNodes(state().history.present, new Set(ids)))
      },
      async copy(ids) {
        if (ids.length === 0) return
        await navigator.clipboard.writeText(copyNodes(state().history.present, new Set(ids)))
        announce(`${count(ids.length)} copied.`)
      },
      async paste() {
        try {
          pasteText(await navigator.clipboard.readText())
        } catch {
          state().say('The browser does not let pages read the clipboard: press Ctrl+V instead.')
        }
      },
      pasteText,
      move(ids, by) {
        const positions = Object.fromEntries(
          nodes()
            .filter((node) => ids.includes(node.id))
            .map(({ id, position: { x, y } }) => [id, { x: x + by.x, y: y + by.y }]),
        )
        if (Object.keys(positions).length > 0) state().edit({ type: 'move-nodes', positions })
      },
      go(direction, extend) {
        const { selected, select, history } = state()
        const from = selected.at(-1)
        const to =
          from === undefined ? history.present.nodes[0] : nextNode(history.present, from, direction)
        if (!to) return announce('There is no node on that side.')
        select(extend ? [...selected.filter((id) => id !== to.id), to.id] : [to.id])
        show(to.id, { focus: true })
      },
      openInspector(id) {
        state().select([id])
        tools.setState({ alone: false })
        requestAnimationFrame(() => document.getElementById('inspector')?.focus())
      },
      fit: () => void fitView(FIT),
      fitSelection() {
        const { selected } = state()
        void fitView({ ...FIT, nodes: selected.map((id) => ({ id })) })
      },
      problem(step) {
        const problems = sortedProblems(state().problems)
        if (problems.length === 0) return state().say('Nothing is wrong with this flow.')
        atProblem = (atProblem + step + problems.length) % problems.length
        const { node, field, message } = problems[atProblem] ?? {}
        state().select(node ? [node] : [], field ?? null)
        if (node) show(node, { focus: !field, atLeast: READABLE })
        announce(`Problem ${atProblem + 1} of ${problems.length}: ${message}`)
      },
      selectAll: () => state().select(nodes().map((node) => node.id)),
      tidy,
    }

    function putNote(at: Point) {
      const kind = findKind('canvas.note')
      if (!kind) return
      const { node, edits } = placeNode(state().history.present, kind, { type: 'free', at })
      if (!state().edit(edits)) return
      state().select([node.id])
      tools.getState().rename(node.id)
    }

    function neighbourOf(id: string): string | null {
      const { present } = state().history
      return (nextNode(present, id, 'left') ?? nextNode(present, id, 'right'))?.id ?? null
    }
  }, [editor, fitView, flowToScreenPosition, screenToFlowPosition, show, tidy, tools])

  return <Context value={commands}>{children}</Context>
}

/** Gives the keyboard back to the canvas, such as after something above it was closed. */
export function focusCanvas() {
  const canvas = document.querySelector('[data-canvas] .react-flow')
  if (canvas instanceof HTMLElement) canvas.focus({ preventScroll: true })
}

function focusIsOnCanvas(): boolean {
  return document.activeElement?.closest('[data-canvas]') !== null
}

function middleOfCanvas(): Point {
  const box = document.querySelector('[data-canvas]')?.getBoundingClientRect()
  return box ? { x: box.x + box.width / 2 - 124, y: box.y + box.height / 3 } : { x: 0, y: 0 }
}

function count(nodes: number): string {
  return nodes === 1 ? 'One node' : `${nodes} nodes`
}
