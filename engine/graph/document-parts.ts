import { dropFrom, keyedList, listOf, type KeyedList } from './keyed-list.ts'
import type {
  FlowDocument,
  FlowEdge,
  FlowNode,
  MappingTest,
  Pin,
  Sample,
  SettingField,
} from './schema.ts'

type Preset = FlowDocument['settings']['presets'][number]

/** The lists of a document whose entries are known by a key. */
export const KEYS = {
  nodes: (node: FlowNode) => node.id,
  edges: (edge: FlowEdge) => `${edge.from}:${edge.port}>${edge.to}`,
  samples: (sample: Sample) => `${sample.node} ${sample.name}`,
  tests: (test: MappingTest) => `${test.node} ${test.name}`,
  pins: (pin: Pin) => pin.node,
  fields: (field: SettingField) => field.key,
  presets: (preset: Preset) => preset.name,
} as const

export const LIST_NAMES = [
  'nodes',
  'edges',
  'samples',
  'tests',
  'pins',
  'fields',
  'presets',
] as const

/** A document taken apart, so that many changes cost one new document and not one each. */
export interface DocumentParts {
  document: FlowDocument
  nodes: KeyedList<FlowNode>
  edges: KeyedList<FlowEdge>
  samples: KeyedList<Sample>
  tests: KeyedList<MappingTest>
  pins: KeyedList<Pin>
  fields: KeyedList<SettingField>
  presets: KeyedList<Preset>
}

/** Takes a document apart. */
export function takeApart(document: FlowDocument): DocumentParts {
  const { nodes, edges, samples, tests, pins, settings } = document
  return {
    document,
    nodes: keyedList(nodes, KEYS.nodes),
    edges: keyedList(edges, KEYS.edges),
    samples: keyedList(samples, KEYS.samples),
    tests: keyedList(tests, KEYS.tests),
    pins: keyedList(pins, KEYS.pins),
    fields: keyedList(settings.fields, KEYS.fields),
    presets: keyedList(settings.presets, KEYS.presets),
  }
}

/** Puts the document together again; what did not change is the very object from before. */
export function putTogether(parts: DocumentParts): FlowDocument {
  const { document } = parts
  const { settings } = document
  const fields = listOf(parts.fields)
  const presets = listOf(parts.presets)
  const same = fields === settings.fields && presets === settings.presets
  const now = {
    nodes: listOf(parts.nodes),
    edges: listOf(parts.edges),
    samples: listOf(parts.samples),
    tests: listOf(parts.tests),
    pins: listOf(parts.pins),
    settings: same ? settings : { ...settings, fields, presets },
  }
  const unchanged =
    now.nodes === document.nodes &&
    now.edges === document.edges &&
    now.samples === document.samples &&
    now.tests === document.tests &&
    now.pins === document.pins &&
    now.settings === settings
  return unchanged ? document : { ...document, ...now }
}

/** Takes a node out with the edges that it joins. */
export function dropNode(parts: DocumentParts, id: string): FlowEdge[] {
  const gone = [...parts.edges.items].filter(([, edge]) => edge.from === id || edge.to === id)
  for (const [key] of gone) dropFrom(parts.edges, key)
  dropFrom(parts.nodes, id)
  return gone.map(([, edge]) => edge)
}
