'use client'

import { useMemo, useRef } from 'react'
import { sourceWords, insertInto, nameFor } from './source-words.ts'
import type { MappingModel } from './mapping-model.tsx'
import { keysAt, type TargetLine } from './target-lines.ts'
import { textBefore } from './text-before.ts'

/** Ways in which a field of the record gets into the mapping. */
export interface Inserting {
  /** Into the row that was used last, at its cursor; as a new row when there was none. */
  insert: (source: string) => void
  /** In the place of a row's expression. */
  replace: (source: string, line: TargetLine) => void
  /** As a new row of the object at `parent`. */
  append: (source: string, parent: readonly string[]) => void
}

/** Puts fields of the record into the rows of a mapping; the same object for as long as it is open. */
export function useInsert(model: MappingModel): Inserting {
  const latest = useRef(model)
  latest.current = model
  return useMemo(() => {
    const append: Inserting['append'] = (source, parent) => {
      const { actions, base, lines, readOnly } = latest.current
      if (readOnly) return
      const path = [...parent, nameFor(source, [...keysAt(lines, parent)])]
      actions.setText(path, sourceWords(source, textBefore(base, path)))
    }
    return {
      append,
      insert(source) {
        const { insertion, base, code, actions, readOnly } = latest.current
        const at = insertion.current
        if (readOnly) return
        if (code.current) {
          code.current.insert((before) => sourceWords(source, before))
          return
        }
        if (!at?.input?.isConnected) {
          append(source, [])
          return
        }
        const { input } = at
        const { value, selectionStart: start, selectionEnd: end } = input
        const before = textBefore(base, at.path) + value.slice(0, start)
        const next = insertInto(value, sourceWords(source, before), { start, end })
        actions.setText(at.path, next.text)
        requestAnimationFrame(() => {
          input.focus()
          input.setSelectionRange(next.cursor, next.cursor)
        })
      },
      replace(source, line) {
        const { actions, base, readOnly } = latest.current
        if (readOnly) return
        const kind = line.row?.kind
        if (kind === 'object' || kind === 'group') append(source, line.path)
        else {
          const words = sourceWords(source, textBefore(base, line.path))
          actions.setText(line.path, words, line.wrap)
        }
      },
    }
  }, [])
}
