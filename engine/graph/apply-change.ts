import type { Json, JsonObject } from '#nodes/json.ts'
import type { DocumentChange } from './document-change.ts'
import { dropNode, type DocumentParts } from './document-parts.ts'
import { dropFrom, orderLike, putInto } from './keyed-list.ts'
import type { FlowNode } from './schema.ts'

/** Makes one change in a document taken apart; what it is about and is not there is passed over. */
export function applyTo(parts: DocumentParts, change: DocumentChange): void {
  switch (change.type) {
    case 'add-node':
      return putInto(parts.nodes, change.node.id, change.node, change.after)
    case 'remove-node':
      dropNode(parts, change.id)
      return
    case 'change-node':
      return changeNode(parts, change.id, (node) => ({ ...node, ...change.set }))
    case 'configure-node':
      return changeNode(parts, change.id, (node) => ({
        ...node,
        config: withEntry(node.config, change.key, change.value),
      }))
    case 'add-edge':
      return putInto(parts.edges, change.key, change.edge, change.after)
    case 'remove-edge':
      return dropFrom(parts.edges, change.key)
    case 'put-sample':
      return putInto(parts.samples, change.key, change.sample, change.after)
    case 'put-test':
      return putInto(parts.tests, change.key, change.test, change.after)
    case 'put-pin':
      return putInto(parts.pins, change.key, change.pin, change.after)
    case 'put-setting':
      return putInto(parts.fields, change.key, change.field, change.after)
    case 'put-preset':
      return putInto(parts.presets, change.key, change.preset, change.after)
    case 'remove-entry':
      return dropFrom(parts[change.list], change.key)
    case 'order':
      return orderLike(parts[change.list], change.keys)
    case 'set-value': {
      const { settings } = parts.document
      const values = withEntry(settings.values, change.key, change.value)
      parts.document = { ...parts.document, settings: { ...settings, values } }
      return
    }
    case 'change-flow':
      parts.document = { ...parts.document, ...change.set }
      return
    case 'set-called': {
      const { [change.id]: _, ...others } = parts.document.called
      const called = change.called ? { ...others, [change.id]: change.called } : others
      parts.document = { ...parts.document, called }
    }
  }
}

/** Why a change does not fit a document; null when it does. */
export function misfit({ nodes, edges }: DocumentParts, change: DocumentChange): string | null {
  switch (change.type) {
    case 'add-node':
      return nodes.items.has(change.node.id)
        ? `There is already a node "${change.node.id}" in this flow.`
        : null
    case 'remove-node':
    case 'change-node':
    case 'configure-node':
      return nodes.items.has(change.id)
        ? null
        : `There is no node "${change.id}" in this flow any more.`
    case 'add-edge': {
      const lost = [change.edge.from, change.edge.to].find((end) => !nodes.items.has(end))
      return lost === undefined ? null : `There is no node "${lost}" in this flow any more.`
    }
    case 'remove-edge':
      return edges.items.has(change.key)
        ? null
        : `There is no edge from "${change.edge.from}" to "${change.edge.to}" any more.`
    default:
      return null
  }
}

function changeNode(parts: DocumentParts, id: string, change: (node: FlowNode) => FlowNode): void {
  const node = parts.nodes.items.get(id)
  if (node) parts.nodes.items.set(id, change(node))
}

function withEntry(object: JsonObject, key: string, value: Json | undefined): JsonObject {
  const { [key]: _, ...others } = object
  if (value === undefined) return others
  return key in object ? { ...object, [key]: value } : { ...others, [key]: value }
}
