import type { DragEvent } from 'react'

const FIELD = 'application/x-tributary-field'
const ROW = 'application/x-tributary-row'

/** Takes a field of the record along; other programs and plain inputs get its path as text. */
export function dragField(event: DragEvent, path: string): void {
  event.dataTransfer.setData(FIELD, path)
  event.dataTransfer.setData('text/plain', path)
  event.dataTransfer.effectAllowed = 'copy'
}

/** Takes a row along, by its key among its neighbours. */
export function dragRow(event: DragEvent, key: string): void {
  event.dataTransfer.setData(ROW, key)
  event.dataTransfer.effectAllowed = 'move'
}

/** True while a field is over something; which one it is is told only when it is let go of. */
export function isField(event: DragEvent): boolean {
  return event.dataTransfer.types.includes(FIELD)
}

/** True while a row is over something. */
export function isRow(event: DragEvent): boolean {
  return event.dataTransfer.types.includes(ROW)
}

/** The path of the field that was let go of; blank for anything else. */
export function droppedField(event: DragEvent): string {
  return event.dataTransfer.getData(FIELD)
}

/** The key of the row that was let go of; blank for anything else. */
export function droppedRow(event: DragEvent): string {
  return event.dataTransfer.getData(ROW)
}
