import type { DocumentChange } from './document-change.ts'
import { KEYS } from './document-parts.ts'
import type { FlowDocument } from './schema.ts'

/** What a change is about: two changes with one place cannot both hold. */
export function placeOf(change: DocumentChange): string {
  switch (change.type) {
    case 'add-node':
      return `node ${change.node.id}`
    case 'remove-node':
      return `node ${change.id}`
    case 'change-node':
      return `node ${change.id} ${Object.keys(change.set).join()}`
    case 'configure-node':
      return `config ${change.id} ${change.key}`
    case 'add-edge':
    case 'remove-edge':
      return `edge ${change.key}`
    case 'put-sample':
      return `samples ${change.key}`
    case 'put-test':
      return `tests ${change.key}`
    case 'put-pin':
      return `pins ${change.key}`
    case 'put-setting':
      return `fields ${change.key}`
    case 'put-preset':
      return `presets ${change.key}`
    case 'remove-entry':
      return `${change.list} ${change.key}`
    case 'order':
      return `order ${change.list}`
    case 'set-value':
      return `value ${change.key}`
    case 'change-flow':
      return `flow ${Object.keys(change.set).join()}`
    case 'set-called':
      return `called ${change.id}`
  }
}

/** The node that a change is about; null for the flow itself, and for edges, which have two. */
export function nodeOf(change: DocumentChange): string | null {
  switch (change.type) {
    case 'add-node':
      return change.node.id
    case 'remove-node':
    case 'change-node':
    case 'configure-node':
      return change.id
    case 'put-sample':
      return change.sample.node
    case 'put-test':
      return change.test.node
    case 'put-pin':
      return change.pin.node
    case 'remove-entry':
      // Keys of what belongs to a node begin with its id, which has no blank in it.
      return ['samples', 'tests', 'pins'].includes(change.list)
        ? (change.key.split(' ')[0] ?? null)
        : null
    default:
      return null
  }
}

/** True for a change of where a node lies and of nothing else. */
export function isMove(change: DocumentChange): boolean {
  return change.type === 'change-node' && 'position' in change.set
}

/** The samples, tests and pins of a node, as changes that put them. */
export function entriesOf(document: FlowDocument, id: string): DocumentChange[] {
  const after = null
  return [
    ...document.samples
      .filter((sample) => sample.node === id)
      .map((sample): DocumentChange => {
        return { type: 'put-sample', key: KEYS.samples(sample), sample, after }
      }),
    ...document.tests
      .filter((test) => test.node === id)
      .map((test): DocumentChange => ({ type: 'put-test', key: KEYS.tests(test), test, after })),
    ...document.pins
      .filter((pin) => pin.node === id)
      .map((pin): DocumentChange => ({ type: 'put-pin', key: KEYS.pins(pin), pin, after })),
  ]
}
