'use client'

import { useEffect, useMemo, useRef, useState } from 'react'
import { RowEditError, type RowEdit } from '#engine/mapping/edit-rows.ts'
import { readRows, type MappingView } from '#engine/mapping/rows.ts'
import { tellFailure } from '../_client/tell.ts'
import {
  allRows,
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
  added: ReadonlyMap<string, readonly string[]>
  actions: RowActions
}

const NOTHING: ReadonlyMap<string, string> = new Map()

/** The rows of a mapping, and what is typed into them: only what was edited changes in its text. */
export function useRows(value: string, onChange: (text: string) => void): MappingRows {
  // By the text that the document has: an undo may come back to one that could not be read.
  const known = useRef(new Map<string, HeldText>())
  const [fresh, setFresh] = useState(NOTHING)
  const [added, setAdded] = useState<MappingRows['added']>(new Map())
  const held = known.current.get(value)
  const base = held?.base ?? value
  const drafts = held?.drafts ?? NOTHING
  const view = useMemo(() => readRows(base), [base])
  const state = useRef({ base, drafts, onChange })
  useEffect(() => {
    state.current = { base, drafts, onChange }
  })

  const actions = useMemo<RowActions>(() => {
    const emit = (held: HeldText) => {
      const whole = wholeText(held)
      if (held.drafts.size > 0) known.current.set(whole, held)
      // Two keystrokes may come before the first is drawn.
      state.current = { ...state.current, ...held }
      state.current.onChange(whole)
    }
    const change = (edit: RowEdit, gone?: Path) => {
      try {
        emit(changeRow(state.current, edit, gone))
        return true
      } catch (error) {
        if (!(error instanceof RowEditError)) throw error
        tellFailure(error)
        return false
      }
    }
    const isRow = (path: Path) => hasRow(state.current.base, path)
    const forget = (path: Path) => {
      setFresh((all) => without(all, path))
      setAdded((all) => withoutLine(all, path))
    }
    return {
      setText(path, text, wrap = null) {
        if (isRow(path)) {
          emit(typeInto(state.current, path, text))
          return
        }
        const key = path.at(-1) ?? ''
        const add = { parent: path.slice(0, -1), key, text: wrapped(text, wrap) }
        if (isExpression(text) && change({ type: 'add', ...add })) forget(path)
        else setFresh((all) => new Map([...all, [pathKey(path), text]]))
      },
      add: (parent, key) =>
        setAdded((all) => {
          const at = pathKey(parent)
          return new Map([...all, [at, [...(all.get(at) ?? []), key]]])
        }),
      remove(path) {
        if (isRow(path)) change({ type: 'remove', path }, path)
        else forget(path)
      },
      rename(path, key) {
        if (isRow(path)) change({ type: 'rename', path, key }, path)
        else {
          forget(path)
          actions.add(path.slice(0, -1), key)
        }
      },
      move: (path, to) => change({ type: 'move', path, to }),
      makeObject: (path) => change({ type: 'make-object', path }, path),
      makeLines: (path, list) =>
        change({ type: 'make-lines', path, ...(list === undefined ? {} : { list }) }, path),
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

function withoutLine(added: MappingRows['added'], path: Path): MappingRows['added'] {
  const at = pathKey(path.slice(0, -1))
  const keys = added.get(at)
  if (!keys?.includes(path.at(-1) ?? '')) return added
  return new Map([...added, [at, keys.filter((key) => key !== path.at(-1))]])
}
