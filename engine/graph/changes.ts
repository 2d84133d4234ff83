import type { Json, JsonObject } from '#nodes/json.ts'
import { applyTo, misfit } from './apply-change.ts'
import type { DocumentChange } from './document-change.ts'
import { KEYS, putTogether, takeApart } from './document-parts.ts'
import { EditError } from './edit-error.ts'
import { listChanges } from './keyed-list.ts'
import { sameJson } from './same-json.ts'
import type { FlowDocument, FlowNode } from './schema.ts'

export type { DocumentChange }

/**
 * What leads from one document to another, field by field and entry by entry. Applied to `from`,
 * the changes give a document that says exactly what `to` says.
 */
export function documentChanges(from: FlowDocument, to: FlowDocument): DocumentChange[] {
  if (from === to) return []
  const nodes = listChanges(from.nodes, to.nodes, KEYS.nodes)
  const edges = listChanges(from.edges, to.edges, KEYS.edges)
  const gone = new Set(nodes.gone.map(({ key }) => key))
  return [
    // Edges of a node that goes are taken along by it.
    ...edges.gone
      .filter(({ item }) => !gone.has(item.from) && !gone.has(item.to))
      .map(({ key, item }): DocumentChange => ({ type: 'remove-edge', key, edge: item })),
    ...nodes.gone.map(({ key }): DocumentChange => ({ type: 'remove-node', id: key })),
    ...nodes.put.flatMap(({ item, was, after }): DocumentChange[] =>
      was ? nodeChanges(was, item) : [{ type: 'add-node', node: item, after }],
    ),
    ...edges.put.map(({ key, item, after }): DocumentChange => ({
      type: 'add-edge',
      key,
      edge: item,
      after,
    })),
    ...entryChanges(from, to),
    ...settingChanges(from, to),
    ...(nodes.order ? [order('nodes', nodes.order)] : []),
    ...(edges.order ? [order('edges', edges.order)] : []),
    ...flowChanges(from, to),
  ]
}

/**
 * The document with the changes; parts that no change is about stay the same objects. Throws
 * EditError when a change is about something that is not there, or there already.
 */
export function applyChanges(
  document: FlowDocument,
  changes: readonly DocumentChange[],
): FlowDocument {
  if (changes.length === 0) return document
  const parts = takeApart(document)
  for (const change of changes) {
    const fault = misfit(parts, change)
    if (fault !== null) throw new EditError(fault)
    applyTo(parts, change)
  }
  return putTogether(parts)
}

function nodeChanges(from: FlowNode, to: FlowNode): DocumentChange[] {
  const { id } = to
  const set = (field: Extract<DocumentChange, { type: 'change-node' }>['set']): DocumentChange => ({
    type: 'change-node',
    id,
    set: field,
  })
  return [
    ...(from.kind === to.kind ? [] : [set({ kind: to.kind })]),
    ...(from.version === to.version ? [] : [set({ version: to.version })]),
    ...(from.name === to.name ? [] : [set({ name: to.name })]),
    ...(from.disabled === to.disabled ? [] : [set({ disabled: to.disabled })]),
    ...(from.note === to.note ? [] : [set({ note: to.note })]),
    ...(sameJson(from.position, to.position) ? [] : [set({ position: to.position })]),
    ...objectChanges(from.config, to.config).map((entry): DocumentChange => ({
      type: 'configure-node',
      id,
      ...entry,
    })),
  ]
}

/** Changes of samples, tests, pins, and what the flow asks for. */
function entryChanges(from: FlowDocument, to: FlowDocument): DocumentChange[] {
  const samples = listChanges(from.samples, to.samples, KEYS.samples)
  const tests = listChanges(from.tests, to.tests, KEYS.tests)
  const pins = listChanges(from.pins, to.pins, KEYS.pins)
  const fields = listChanges(from.settings.fields, to.settings.fields, KEYS.fields)
  const presets = listChanges(from.settings.presets, to.settings.presets, KEYS.presets)
  const gone = { samples, tests, pins, fields, presets }
  return [
    ...ENTRY_LISTS.flatMap((list) =>
      gone[list].gone.map(({ key }): DocumentChange => ({ type: 'remove-entry', list, key })),
    ),
    ...samples.put.map(({ key, item, after }): DocumentChange => ({
      type: 'put-sample',
      key,
      sample: item,
      after,
    })),
    ...tests.put.map(({ key, item, after }): DocumentChange => ({
      type: 'put-test',
      key,
      test: item,
      after,
    })),
    ...pins.put.map(({ key, item, after }): DocumentChange => ({
      type: 'put-pin',
      key,
      pin: item,
      after,
    })),
    ...fields.put.map(({ key, item, after }): DocumentChange => ({
      type: 'put-setting',
      key,
      field: item,
      after,
    })),
    ...presets.put.map(({ key, item, after }): DocumentChange => ({
      type: 'put-preset',
      key,
      preset: item,
      after,
    })),
    ...ENTRY_LISTS.flatMap((list) => {
      const keys = gone[list].order
      return keys ? [order(list, keys)] : []
    }),
  ]
}

const ENTRY_LISTS = ['samples', 'tests', 'pins', 'fields', 'presets'] as const

function order(
  list: Extract<DocumentChange, { type: 'order' }>['list'],
  keys: string[],
): DocumentChange {
  return { type: 'order', list, keys }
}

function settingChanges(from: FlowDocument, to: FlowDocument): DocumentChange[] {
  return objectChanges(from.settings.values, to.settings.values).map((entry) => ({
    type: 'set-value',
    ...entry,
  }))
}

/** Changes of the flow's own fields and of the flows that it calls. */
function flowChanges(from: FlowDocument, to: FlowDocument): DocumentChange[] {
  const set = (field: Extract<DocumentChange, { type: 'change-flow' }>['set']): DocumentChange => ({
    type: 'change-flow',
    set: field,
  })
  const called = [...new Set([...Object.keys(from.called), ...Object.keys(to.called)])]
  return [
    ...(from.name === to.name ? [] : [set({ name: to.name })]),
    ...(from.description === to.description ? [] : [set({ description: to.description })]),
    ...(sameJson(from.schedule, to.schedule) ? [] : [set({ schedule: to.schedule })]),
    ...(sameJson(from.template, to.template) ? [] : [set({ template: to.template })]),
    ...called
      .filter((id) => !sameJson(from.called[id], to.called[id]))
      .map((id): DocumentChange => ({ type: 'set-called', id, called: to.called[id] ?? null })),
  ]
}

/** Keys whose values differ; without a value where the key is gone. */
function objectChanges(from: JsonObject, to: JsonObject): { key: string; value?: Json }[] {
  if (from === to) return []
  const keys = new Set([...Object.keys(from), ...Object.keys(to)])
  return [...keys].flatMap((key) => {
    const value = to[key]
    if (sameJson(from[key], value)) return []
    return [value === undefined ? { key } : { key, value }]
  })
}
