import { applyEdgeChanges, applyNodeChanges, type EdgeChange, type NodeChange } from '@xyflow/react'
import { createStore, type StoreApi } from 'zustand/vanilla'
import { documentChanges, type DocumentChange } from '#engine/graph/changes.ts'
import { EditError, applyEdit, type FlowEdit } from '#engine/graph/edit.ts'
import { nodeOf } from '#engine/graph/change-place.ts'
import type { Problem } from '#engine/graph/problem.ts'
import type { FlowDocument } from '#engine/graph/schema.ts'
import type { DrawerTab } from './drawer-tabs.ts'
import { editIntent } from './edit-intent.ts'
import { graphView, withSelection, type CardNode, type LineEdge } from './graph-view.ts'
import { absorb, record, redo, startHistory, undo, type History, type Stepped } from './history.ts'
import { storableEdits } from './storable-edits.ts'
import { problemMarks, type ProblemMarks } from './problem-marks.ts'

export interface EditorState {
  history: History
  /** The document as it is drawn; holds sizes, selection and moves under way, none of which is kept. */
  cards: CardNode[]
  lines: LineEdge[]
  /** Ids of the chosen nodes. */
  selected: readonly string[]
  problems: readonly Problem[]
  marks: ProblemMarks
  readOnly: boolean
  /** The field that the inspector should show and focus. */
  wantedField: string | null
  /** The open tab of the bottom drawer. */
  drawer: DrawerTab | null
  /** What is said to the person, on screen and to a screen reader. */
  notice: { text: string; tone: 'info' | 'error'; id: number } | null

  /** The one way to change the document. False, with a notice, when the edit does not fit. */
  edit: (edit: FlowEdit | readonly FlowEdit[]) => boolean
  undo: () => void
  redo: () => void
  changeCards: (changes: NodeChange<CardNode>[]) => void
  changeLines: (changes: EdgeChange<LineEdge>[]) => void
  /** Chooses nodes, and the field that is wanted of a single one. */
  select: (ids: readonly string[], field?: string | null) => void
  setProblems: (problems: readonly Problem[]) => void
  setDrawer: (drawer: DrawerTab | null) => void
  setReadOnly: (readOnly: boolean) => void
  say: (text: string, tone?: 'info' | 'error') => void
  hush: () => void
  /** Goes on with a document that holds what others have saved; it is no step to undo. */
  absorb: (document: FlowDocument) => void
}

export type EditorStore = StoreApi<EditorState>

interface Options {
  document: FlowDocument
  readOnly: boolean
  /** Told of every change, in order, with the document it led to. */
  onEdit: (edits: readonly FlowEdit[], document: FlowDocument) => void
  /** Milliseconds of any clock that does not go back. */
  now: () => number
}

/** The state of one open designer. */
export function createEditorStore({ document, readOnly, onEdit, now }: Options): EditorStore {
  return createStore<EditorState>()((set, get) => {
    function show(history: History) {
      const { cards, lines, selected } = get()
      const view = graphView(history.present, { cards, lines })
      const kept = selected.filter((id) => view.cards.some((card) => card.id === id))
      set({ history, ...view, selected: kept.length === selected.length ? selected : kept })
    }

    function step({ history, kept }: Stepped) {
      const before = get().history
      if (history === before || get().readOnly) return
      show(history)
      if (kept.length > 0) get().say(`Not taken back: ${kept.join(' ')}`)
      const changes = documentChanges(before.present, history.present)
      if (changes.length === 0) return
      follow(changes)
      onEdit([{ type: 'change', changes }], history.present)
    }

    /** What a step changed is shown, unless it is shown already. */
    function follow(changes: readonly DocumentChange[]) {
      const { cards, selected, select } = get()
      const touched = touchedNodes(changes, cards)
      if (touched.length === 0 || touched.length > MOST_FOLLOWED) return
      if (!selected.some((id) => touched.includes(id))) select(touched)
    }

    return {
      ...fresh(document),
      readOnly,
      drawer: null,
      notice: null,

      edit(edit) {
        if (get().readOnly) return false
        const { history } = get()
        try {
          const edits = storableEdits('type' in edit ? [edit] : edit)
          const next = edits.reduce<FlowDocument>(
            (changed, one) => applyEdit(changed, one),
            history.present,
          )
          const [only] = edits
          const intent = only && edits.length === 1 ? editIntent(only) : null
          show(record(history, next, { intent, at: now() }))
          onEdit(edits, next)
          return true
        } catch (error) {
          if (!(error instanceof EditError)) throw error
          get().say(error.message, 'error')
          return false
        }
      },
      undo: () => step(undo(get().history)),
      redo: () => step(redo(get().history)),

      changeCards(changes) {
        const cards = applyNodeChanges(changes, get().cards)
        set({ cards })
        if (changes.some((change) => change.type === 'select')) {
          const selected = cards.filter((card) => card.selected).map((card) => card.id)
          set({ selected, wantedField: null })
        }
        const positions = settledMoves(changes, cards)
        if (Object.keys(positions).length > 0) get().edit({ type: 'move-nodes', positions })
      },
      changeLines: (changes) => set({ lines: applyEdgeChanges(changes, get().lines) }),
      select(ids, field = null) {
        const { cards, lines } = get()
        set({ ...withSelection({ cards, lines }, new Set(ids)), selected: ids, wantedField: field })
      },
      setProblems: (problems) => set({ problems, marks: problemMarks(problems, get().marks) }),
      setDrawer: (drawer) => set({ drawer }),
      setReadOnly: (value) => set({ readOnly: value }),
      say: (text, tone = 'info') =>
        set({ notice: { text, tone, id: (get().notice?.id ?? 0) + 1 } }),
      hush: () => set({ notice: null }),
      absorb: (document) => show(absorb(get().history, document)),
    }
  })
}

function fresh(document: FlowDocument) {
  return {
    history: startHistory(document),
    ...graphView(document, { cards: [], lines: [] }),
    selected: [],
    problems: [],
    marks: {},
    wantedField: null,
  }
}

/** A step that touched more than these, such as tidying up, is about the flow and not about them. */
const MOST_FOLLOWED = 20

/** The cards that changes are about. */
function touchedNodes(changes: readonly DocumentChange[], cards: readonly CardNode[]): string[] {
  const ids = changes.map((change) => nodeOf(change))
  return cards.flatMap(({ id }) => (ids.includes(id) ? [id] : []))
}

/** The new places of cards that were let go of; none while they are dragged. */
function settledMoves(changes: readonly NodeChange<CardNode>[], cards: readonly CardNode[]) {
  const settled = new Set(
    changes.flatMap((change) =>
      change.type === 'position' && !change.dragging ? [change.id] : [],
    ),
  )
  const moved = cards.filter(
    ({ id, position, data }) =>
      settled.has(id) &&
      (position.x !== data.node.position.x || position.y !== data.node.position.y),
  )
  return Object.fromEntries(moved.map(({ id, position }) => [id, position]))
}
