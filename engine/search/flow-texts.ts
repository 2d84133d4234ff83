import { findKind } from '#nodes/catalog.ts'
import type { Field, Fields } from '#nodes/fields.ts'
import { isJsonObject, type Json, type JsonObject } from '#nodes/json.ts'
import type { FlowEdit } from '../graph/edit.ts'
import type { FlowDocument, FlowNode } from '../graph/schema.ts'

/** Where a text of a flow stands. */
export interface Slot {
  /** Null for the flow itself. */
  node: string | null
  /** `name`, `note` or `description`; else the key of a config field, and the way within its value. */
  field: string
  within: readonly (string | number)[]
}

/** A text that a person has written in a flow. */
export interface FlowText {
  slot: Slot
  /** The field as it is called on screen. */
  label: string
  text: string
  isExpression: boolean
  /** Words or an expression; else it may be a choice, an id or a path, which mean something as they are. */
  isWritten: boolean
}

/** Every text of a flow in the order of its nodes: names, notes and what is in their fields. */
export function flowTexts(document: FlowDocument): FlowText[] {
  const own = (field: string, label: string, text: string): FlowText => ({
    ...{ slot: { node: null, field, within: [] }, label, text },
    ...{ isExpression: false, isWritten: true },
  })
  return [
    own('name', 'Name of the flow', document.name),
    own('description', 'Description', document.description),
    ...document.nodes.flatMap(nodeTexts),
  ].filter(({ text }) => text !== '')
}

/** The edit that gives a slot of a flow another value: a text, or for config fields the whole field. */
export function slotEdit(slot: Pick<Slot, 'node' | 'field'>, value: Json): FlowEdit {
  const { node, field } = slot
  if (node === null) {
    return field === 'name'
      ? { type: 'rename-flow', name: String(value) }
      : { type: 'describe-flow', description: String(value) }
  }
  if (field === 'name') return { type: 'rename-node', id: node, name: String(value) }
  if (field === 'note') return { type: 'set-note', id: node, note: String(value) }
  return { type: 'configure-node', id: node, field: field.slice(CONFIG.length), value }
}

/** What is in a slot's field now; undefined when the node is gone. */
export function slotValue(
  document: FlowDocument,
  { node, field }: Pick<Slot, 'node' | 'field'>,
): Json | undefined {
  if (node === null) return field === 'name' ? document.name : document.description
  const found = document.nodes.find(({ id }) => id === node)
  if (!found) return undefined
  if (field === 'name') return found.name
  return field === 'note' ? found.note : found.config[field.slice(CONFIG.length)]
}

/** A field's value with one of the texts in it replaced. */
export function withText(value: Json, within: readonly (string | number)[], text: string): Json {
  const [first, ...rest] = within
  if (first === undefined) return text
  if (Array.isArray(value)) {
    return value.map((one, index) => (index === first ? withText(one, rest, text) : one))
  }
  if (!isJsonObject(value)) return value
  return { ...value, [first]: withText(value[first] ?? null, rest, text) }
}

/** Config fields are told from a node's name and note by this beginning. */
const CONFIG = 'config.'

function nodeTexts(node: FlowNode): FlowText[] {
  const own = (field: string, label: string, text: string): FlowText => ({
    ...{ slot: { node: node.id, field, within: [] }, label, text },
    ...{ isExpression: false, isWritten: true },
  })
  const fields = findKind(node.kind)?.fields ?? {}
  return [
    own('name', 'Name', node.name),
    ...Object.keys(node.config).flatMap((key) =>
      valueTexts(node.config[key] ?? null, {
        field: fields[key],
        label: fields[key]?.label ?? key,
        slot: { node: node.id, field: CONFIG + key, within: [] },
      }),
    ),
    own('note', 'Note', node.note),
  ]
}

interface At {
  field: Field | undefined
  label: string
  slot: Slot
}

function valueTexts(value: Json, { field, label, slot }: At): FlowText[] {
  if (typeof value === 'string') {
    const isExpression = field?.widget === 'expression' || field?.widget === 'mapping'
    const hasWords = field !== undefined && 'words' in field && field.words === true
    return [{ slot, label, text: value, isExpression, isWritten: isExpression || hasWords }]
  }
  if (Array.isArray(value)) {
    return value.flatMap((one, index) =>
      valueTexts(one, {
        ...{ field, label: `${label}, ${index + 1}` },
        slot: { ...slot, within: [...slot.within, index] },
      }),
    )
  }
  if (!isJsonObject(value)) return []
  const columns: Fields = field?.widget === 'rows' ? field.columns : {}
  return rowTexts(value, columns, { field, label, slot })
}

function rowTexts(row: JsonObject, columns: Fields, { label, slot }: At): FlowText[] {
  return Object.entries(row).flatMap(([key, value]) =>
    valueTexts(value, {
      field: columns[key],
      label: `${label}: ${columns[key]?.label ?? key}`,
      slot: { ...slot, within: [...slot.within, key] },
    }),
  )
}
