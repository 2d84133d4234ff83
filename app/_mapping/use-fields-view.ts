'use client'

import { createContext, use, useMemo, useRef, type RefObject } from 'react'
import { isPart } from '#engine/mapping/row-place.ts'
import { completionAt, type Completion } from './completion.ts'
import { pathKey } from './held-text.ts'
import type { Insertion, MappingModel } from './mapping-model.tsx'
import type { TargetLine } from './target-lines.ts'
import { textBefore } from './text-before.ts'
import type { Inserting } from './use-insert.ts'

/** What the lines of one Fields view share; the same object for as long as it is shown. */
export interface FieldsViewState {
  inserting: Inserting
  /** Dotted place of the line that has the focus, which stays lit when the pointer leaves. */
  focused: RefObject<string | null>
  focus: (name: string | null) => void
  use: (insertion: Insertion) => void
  /** What may be meant at the cursor in the text of a line. */
  complete: (path: readonly string[], text: string, cursor: number) => Completion | null
  /** Puts a line before its neighbour above, or behind the one below. */
  shift: (path: readonly string[], by: 1 | -1) => void
  /** Puts a line in the place of one of its neighbours. */
  moveTo: (path: readonly string[], before: string) => void
  /** Has the line at a place focused when it is drawn. */
  wantFocus: (path: readonly string[]) => void
  /** True once for the line that was asked for. */
  takeFocus: (key: string) => boolean
}

const Context = createContext<FieldsViewState | null>(null)

export const FieldsViewProvider = Context.Provider

export function useFieldsView(): FieldsViewState {
  const view = use(Context)
  if (!view) throw new Error('Lines of a mapping only work inside <FieldsView>.')
  return view
}

/** Makes what the lines share. `onFocus` is told which target has the focus. */
export function useFieldsViewState(
  model: MappingModel,
  inserting: Inserting,
  onFocus: (name: string | null) => void,
): FieldsViewState {
  const latest = useRef({ model, onFocus })
  latest.current = { model, onFocus }
  const focused = useRef<string | null>(null)
  const wanted = useRef<string | null>(null)
  return useMemo(() => {
    const neighbours = (path: readonly string[]) =>
      likeLines(siblingsOf(latest.current.model.lines, path), path)
    const indexOf = (path: readonly string[]) =>
      neighbours(path).findIndex((line) => pathKey(line.owner) === pathKey(path))
    return {
      inserting,
      focused,
      focus(name) {
        focused.current = name
        latest.current.onFocus(name)
      },
      use: (insertion) => {
        latest.current.model.insertion.current = insertion
      },
      complete(path, text, cursor) {
        const { base, sourceByPath: fields } = latest.current.model
        return completionAt(text, cursor, { fields, before: textBefore(base, path) })
      },
      shift(path, by) {
        const { actions, readOnly } = latest.current.model
        const to = indexOf(path) + by
        if (readOnly || indexOf(path) < 0 || to < 0 || to >= neighbours(path).length) return
        wanted.current = pathKey(path)
        actions.move(path, to)
      },
      moveTo(path, before) {
        const { actions, readOnly } = latest.current.model
        const to = neighbours(path).findIndex((line) => pathKey(line.owner) === before)
        if (!readOnly && to >= 0 && indexOf(path) >= 0) actions.move(path, to)
      },
      wantFocus: (path) => {
        wanted.current = pathKey(path)
      },
      takeFocus(key) {
        if (wanted.current !== key) return false
        wanted.current = null
        return true
      },
    }
  }, [inserting])
}

/** Lines that one can change places with: fields of one object, or parts that are merged. */
function likeLines(lines: readonly TargetLine[], path: readonly string[]): readonly TargetLine[] {
  const areParts = path.slice(-1).some(isPart)
  return lines.filter((line) => line.row !== null && line.owner.slice(-1).some(isPart) === areParts)
}

/** The lines around the one at a place, with it. */
function siblingsOf(lines: readonly TargetLine[], path: readonly string[]): readonly TargetLine[] {
  const key = pathKey(path)
  if (lines.some((line) => pathKey(line.owner) === key)) return lines
  for (const line of lines) {
    const found = siblingsOf(line.lines, path)
    if (found.length > 0) return found
  }
  return []
}
