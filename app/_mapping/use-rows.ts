'use client'

import { useEffect, useMemo, useRef, useState } from 'react'
import { RowEditError, type RowEdit } from '#engine/mapping/edit-rows.ts'
import { readRows, type MappingView } from '#engine/mapping/rows.ts'
import { tellFailure } from '../_client/tell.ts'
import { moveLines, withLine, withoutLine, type AddedLines } from './added-lines.ts'
import {
  allRows,
  carryTexts,
  changeRow,
  isExpression,
  pathKey,
  typeInto,
  wholeText,
  without,
  type HeldText,
} from './held-text.ts'

type Path = readonly string[]

/** What the Fields view does to a mapping; the same object for as long as it is open. */
export interface RowActions {
  /** Types into a row, or into a line that no row stands for yet. */
  setText: (path: Path, text: string, wrap?: 'id' | 'items' | null) => void
  /** Asks for one more line; it becomes a row with its first text. */
  add: (parent: Path, key: string) => void
  remove: (path: Path) => void
  rename: (path: Path, key: string) => void
  move: (path: Path, to: number) => void
  makeObject: (path: Path) => void
  makeLines: (path: Path, list?: string) => void
}

export interface MappingRows {
  view: MappingView
  /** The last text that could be read; the mapping itself unless something is held. */
  base: string
  /** Texts of rows that cannot be read yet, and of lines that are not in the mapping yet. */
  drafts: ReadonlyMap<string, string>
  /** Lines asked for, by the place they lie in. */
  added: AddedLines
  actions: RowActions
}

const NOTHING: ReadonlyMap<string, string> = new Map()

/** The rows of a mapping, and what is typed into them: only what was edited changes in its text. */
export function useRows(value: string, onChange: (text: string) => void): MappingRows {
  // By the text that the document has: an undo may come back to one that could not be read.
  const known = useRef(new Map<string, HeldText>())
  const [fresh, setFresh] = useState(NOTHING)
  const [added, setAdded] = useState<AddedLines>(new Map())
  const held = known.current.get(value)
  const base = held?.base ?? value
  const drafts = held?.drafts ?? NOTHING
  const view = useMemo(() => readRows(base), [base])
  const state = useRef({ base, drafts, fresh, added, onChange })
  useEffect(() => {
    state.current = { base, drafts, fresh, added, onChange }
  })

  const actions = useMemo<RowActions>(() => {
    const emit = (held: HeldText) => {
      const whole = wholeText(held)
      if (held.drafts.size > 0) known.current.set(whole, held)
      // Two keystrokes may come before the first is drawn.
      state.current = { ...state.current, ...held }
      state.current.onChange(whole)
    }
    /** Lines that are not in the mapping yet, and what is typed into them. */
    const ask = (next: { fresh?: HeldText['drafts']; added?: AddedLines }) => {
      state.current = { ...state.current, ...next }
      setFresh(state.current.fresh)
      setAdded(state.current.added)
    }
    const change = (edit: RowEdit) => {
      try {
        const { base, fresh, added } = state.current
        const typed = new Map([...fresh].filter(([, text]) => text.trim() !== ''))
        const next = { fresh: carryTexts(base, edit, typed), added: moveLines(base, edit, added) }
        emit(changeRow(state.current, edit))
        ask(next)
        return true
      } catch (error) {
        if (!(error instanceof RowEditError)) throw error
        tellFailure(error)
        return false
      }
    }
    const isRow = (path: Path) => hasRow(state.current.base, path)
    const forget = (path: Path) => {
      const { fresh, added } = state.current
      ask({ fresh: without(fresh, path), added: withoutLine(added, path) })
    }
    return {
      setText(path, text, wrap = null) {
        if (isRow(path)) {
          emit(typeInto(state.current, path, text))
          return
        }
        const { fresh, added } = state.current
        const key = path.at(-1) ?? ''
        const add = { parent: path.slice(0, -1), key, text: wrapped(text, wrap) }
        if (isExpression(text)) {
          forget(path)
          if (change({ type: 'add', ...add })) return
        }
        ask({ fresh: new Map([...fresh, [pathKey(path), text]]), added })
      },
      add: (parent, key) => ask({ added: withLine(state.current.added, [...parent, key]) }),
      remove(path) {
        if (isRow(path)) change({ type: 'remove', path })
        else forget(path)
      },
      rename(path, key) {
        if (isRow(path)) {
          change({ type: 'rename', path, key })
          return
        }
        const to = [...path.slice(0, -1), key]
        const { fresh } = state.current
        const typed = fresh.get(pathKey(path))
        if (isRow(to) || fresh.has(pathKey(to))) {
          tellFailure(new RowEditError(`There is a field “${key}” already.`))
          return
        }
        forget(path)
        actions.add(path.slice(0, -1), key)
        if (typed !== undefined) {
          ask({ fresh: new Map([...state.current.fresh, [pathKey(to), typed]]) })
        }
      },
      move: (path, to) => change({ type: 'move', path, to }),
      makeObject: (path) => change({ type: 'make-object', path }),
      makeLines: (path, list) =>
        change({ type: 'make-lines', path, ...(list === undefined ? {} : { list }) }),
    }
  }, [])

  const all = useMemo(() => new Map([...drafts, ...fresh]), [drafts, fresh])
  return { view, base, drafts: all, added, actions }
}

function hasRow(text: string, path: Path): boolean {
  const wanted = pathKey(path)
  return allRows(readRows(text).rows).some((row) => pathKey(row.path) === wanted)
}

/** A first expression as the target wants it: an id in a reference, a list as its lines. */
function wrapped(text: string, wrap: 'id' | 'items' | null): string {
  if (wrap === null || /^\s*[{[]/.test(text)) return text
  if (wrap === 'id') return `{ "id": ${text} }`
  const list = /^[\w.$`]+$/.test(text.trim()) ? text.trim() : `(${text})`
  return `{ "items": [${list}.{}] }`
}
