import { findKind } from '#nodes/catalog.ts'
import { isMove } from './change-place.ts'
import type { DocumentChange } from './document-change.ts'
import type { FlowDocument } from './schema.ts'

/**
 * What a change is about, in words such as `Mapping of “Customer”`. Names come from the first of the
 * documents that knows them.
 */
export function changeWords(change: DocumentChange, documents: readonly FlowDocument[]): string {
  const node = (id: string) => `“${nameOf(id, documents)}”`
  switch (change.type) {
    case 'add-node':
      return `“${change.node.name}”`
    case 'remove-node':
      return node(change.id)
    case 'change-node':
      return `${NODE_FIELDS[Object.keys(change.set)[0] ?? ''] ?? 'Something'} of ${node(change.id)}`
    case 'configure-node':
      return `${fieldLabel(change, documents)} of ${node(change.id)}`
    case 'add-edge':
    case 'remove-edge':
      return `the connection from ${node(change.edge.from)} to ${node(change.edge.to)}`
    case 'put-sample':
      return `sample “${change.sample.name}” of ${node(change.sample.node)}`
    case 'put-test':
      return `test “${change.test.name}” of ${node(change.test.node)}`
    case 'put-pin':
      return `the pinned output of ${node(change.pin.node)}`
    case 'put-setting':
      return `setting “${change.field.label}”`
    case 'put-preset':
      return `preset “${change.preset.name}”`
    case 'remove-entry':
      return entryWords(change, node)
    case 'order':
      return `the order of ${change.list}`
    case 'set-value':
      return `setting “${settingLabel(change.key, documents)}”`
    case 'change-flow':
      return `${FLOW_FIELDS[Object.keys(change.set)[0] ?? ''] ?? 'something'} of the flow`
    case 'set-called':
      return `the called flow “${change.called?.name ?? change.id}”`
  }
}

/** What changes did, in one line: `changed Mapping of “Customer” and 2 other things`. */
export function changesLine(
  changes: readonly DocumentChange[],
  documents: readonly FlowDocument[],
): string {
  const told = changes.filter((change) => change.type !== 'order' && change.type !== 'set-called')
  const [first, ...others] = told.toSorted((one, other) => weight(one) - weight(other))
  if (!first) return 'changed the order of things'
  if (isMove(first)) {
    const [only, second] = told.flatMap((change) => ('id' in change ? [change.id] : []))
    return second === undefined
      ? `moved “${nameOf(only ?? '', documents)}”`
      : `moved ${told.length} nodes`
  }
  const line = `${verbOf(first)} ${changeWords(first, documents)}`
  const rest = others.filter((change) => !isMove(change)).length
  if (rest === 0) return line
  return `${line} and ${rest === 1 ? 'one other thing' : `${rest} other things`}`
}

const NODE_FIELDS: Record<string, string> = {
  kind: 'Kind',
  version: 'Version',
  name: 'Name',
  position: 'Place',
  disabled: 'Enabled or disabled',
  note: 'Note',
}

const FLOW_FIELDS: Record<string, string> = {
  name: 'the name',
  description: 'the description',
  schedule: 'the schedule',
  template: 'the template version',
}

/** Small for what tells most: nodes come and go before fields, fields before edges, moves last. */
function weight(change: DocumentChange): number {
  if (isMove(change)) return 4
  if (change.type === 'add-node' || change.type === 'remove-node') return 0
  if (change.type === 'configure-node' || change.type === 'change-node') return 1
  return change.type === 'add-edge' || change.type === 'remove-edge' ? 3 : 2
}

function verbOf(change: DocumentChange): string {
  if (change.type === 'add-node' || change.type === 'add-edge') return 'added'
  return change.type.startsWith('remove') ? 'removed' : 'changed'
}

function nameOf(id: string, documents: readonly FlowDocument[]): string {
  for (const { nodes } of documents) {
    const found = nodes.find((node) => node.id === id)
    if (found) return found.name
  }
  return id
}

function fieldLabel(
  { id, key }: Extract<DocumentChange, { type: 'configure-node' }>,
  documents: readonly FlowDocument[],
): string {
  const node = documents.flatMap(({ nodes }) => nodes).find((one) => one.id === id)
  const field = node && findKind(node.kind)?.fields[key]
  return field?.label ?? key
}

function settingLabel(key: string, documents: readonly FlowDocument[]): string {
  const fields = documents.flatMap(({ settings }) => settings.fields)
  return fields.find((field) => field.key === key)?.label ?? key
}

function entryWords(
  { list, key }: Extract<DocumentChange, { type: 'remove-entry' }>,
  node: (id: string) => string,
): string {
  const [id = '', ...name] = key.split(' ')
  if (list === 'pins') return `the pinned output of ${node(id)}`
  if (list === 'fields') return `setting “${key}”`
  if (list === 'presets') return `preset “${key}”`
  return `${list === 'samples' ? 'sample' : 'test'} “${name.join(' ')}” of ${node(id)}`
}
