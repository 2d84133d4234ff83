'use client'

import { useMemo, useRef } from 'react'
import { sourceWords, insertInto, nameFor } from './source-words.ts'
import type { MappingModel } from './mapping-model.tsx'
import { keysAt, type TargetLine } from './target-lines.ts'

/** Ways in which a field of the record gets into the mapping. */
export interface Inserting {
  /** Into the row that was used last, at its cursor; as a new row when there was none. */
  insert: (source: string) => void
  /** In the place of a row's expression. */
  replace: (source: string, line: TargetLine) => void
  /** As a new row of the object at `parent`. */
  append: (source: string, parent: readonly string[], lists: readonly string[]) => void
}

/** Puts fields of the record into the rows of a mapping; the same object for as long as it is open. */
export function useInsert(model: MappingModel): Inserting {
  const latest = useRef(model)
  latest.current = model
  return useMemo(() => {
    const append: Inserting['append'] = (source, parent, lists) => {
      const { actions, lines, readOnly } = latest.current
      if (readOnly) return
      const key = nameFor(source, [...keysAt(lines, parent)])
      actions.setText([...parent, key], sourceWords(source, lists))
    }
    return {
      append,
      insert(source) {
        const { insertion, code, actions, readOnly } = latest.current
        const at = insertion.current
        if (readOnly) return
        if (code.current) {
          code.current.insert(source)
          return
        }
        if (!at?.input?.isConnected) {
          append(source, [], [])
          return
        }
        const { input } = at
        const next = insertInto(input.value, sourceWords(source, at.lists), {
          start: input.selectionStart,
          end: input.selectionEnd,
        })
        actions.setText(at.path, next.text)
        requestAnimationFrame(() => {
          input.focus()
          input.setSelectionRange(next.cursor, next.cursor)
        })
      },
      replace(source, line) {
        const { actions, readOnly } = latest.current
        if (readOnly) return
        const kind = line.row?.kind
        if (kind === 'object' || kind === 'group') append(source, line.path, line.lists)
        else actions.setText(line.path, sourceWords(source, line.lists), line.wrap)
      },
    }
  }, [])
}
