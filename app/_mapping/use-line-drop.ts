'use client'

import { useState, type DragEvent } from 'react'
import { keyPath, pathKey } from './held-text.ts'
import { droppedField, droppedRow, isField, isRow } from './source-drag.ts'
import { useMapping } from './mapping-model.tsx'
import type { TargetLine } from './target-lines.ts'
import { useFieldsView } from './use-fields-view.ts'

/** Lets fields of the record and other lines be dropped on a line. */
export function useLineDrop(line: TargetLine) {
  const { readOnly } = useMapping()
  const { inserting, moveTo } = useFieldsView()
  const [over, setOver] = useState<'field' | 'row'>()
  const handlers = {
    onDragOver(event: DragEvent) {
      if (readOnly) return
      const what = isField(event) ? 'field' : isRow(event) && line.row ? 'row' : undefined
      if (!what) return
      event.preventDefault()
      event.stopPropagation()
      event.dataTransfer.dropEffect = what === 'field' ? 'copy' : 'move'
      setOver(what)
    },
    onDragLeave(event: DragEvent) {
      const { currentTarget, relatedTarget } = event
      if (!(relatedTarget instanceof Node && currentTarget.contains(relatedTarget))) {
        setOver(undefined)
      }
    },
    onDrop(event: DragEvent) {
      setOver(undefined)
      const source = droppedField(event)
      const row = droppedRow(event)
      if (readOnly || (source === '' && row === '')) return
      event.preventDefault()
      event.stopPropagation()
      if (source !== '') inserting.replace(source, line)
      else moveTo(keyPath(row), pathKey(line.owner))
    },
  }
  return { over, handlers }
}
