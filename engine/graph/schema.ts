import { z } from 'zod'
import type { JsonObject } from '#nodes/json.ts'

const id = z.string().min(1).max(100)
const jsonObject: z.ZodType<JsonObject> = z.record(z.string(), z.json())

/** One step of a flow: a node of some kind with its config. */
export const flowNodeSchema = z.strictObject({
  id: id.regex(/^[A-Za-z0-9_-]+$/, 'may hold letters, digits, _ and - only'),
  kind: id,
  version: z.number().int().positive(),
  name: z.string().min(1).max(200),
  config: jsonObject,
  position: z.strictObject({ x: z.number(), y: z.number() }),
  disabled: z.boolean().default(false),
  note: z.string().max(5_000).default(''),
})

/** Joins an output port of one node to the input of another. */
export const flowEdgeSchema = z.strictObject({ from: id, port: id, to: id })

/** What stands in one column of a table: free text, or an id chosen with a picker. */
const tableColumnSchema = z.strictObject({
  label: z.string().min(1).max(100),
  type: z
    .string()
    .regex(/^(text|netsuite:\w+|stripe:\w+)$/, 'must be text, netsuite:… or stripe:…')
    .default('text'),
})

/** One setting that the flow asks for: a value for all its nodes, read by `$setting(key)`. */
export const settingFieldSchema = z.strictObject({
  key: id.regex(/^[A-Za-z][A-Za-z0-9_]*$/, 'must be a name such as defaultItem'),
  label: z.string().min(1).max(200),
  /**
   * `table` is an object of key → value, for `$lookup(table, key)`. `netsuite:<record type>` and
   * `stripe:<object>` are ids of records there, chosen with a picker. `field:<record type>` is the
   * id of a field of NetSuite records of that type (`transaction`: any of them; `line`: of their
   * lines), which must exist before the flow is enabled.
   */
  type: z
    .string()
    .regex(/^(text|number|toggle|date|table|choice|netsuite:\w+|stripe:\w+|field:\w+)$/, {
      error: 'must be text, number, toggle, date, table, choice, netsuite:…, stripe:… or field:…',
    }),
  help: z.string().max(2_000).default(''),
  required: z.boolean().default(false),
  /** One value for all flows of the integration: kept with it rather than with the flow. */
  shared: z.boolean().default(false),
  options: z.array(z.strictObject({ value: z.string(), label: z.string() })).default([]),
  /** Of a table. */
  columns: z.strictObject({ key: tableColumnSchema, value: tableColumnSchema }).optional(),
  default: z.json().optional(),
})

/** Values that go together, such as the field names that another app has left in the account. */
export const settingPresetSchema = z.strictObject({
  name: z.string().min(1).max(200),
  help: z.string().max(2_000).default(''),
  values: jsonObject,
})

const settingsSchema = z.strictObject({
  fields: z.array(settingFieldSchema).default([]),
  presets: z.array(settingPresetSchema).default([]),
  values: jsonObject.default({}),
})

const nodesSchema = z.array(flowNodeSchema).max(2_000)
const edgesSchema = z.array(flowEdgeSchema).max(5_000)

/** A flow that another one calls, frozen with the caller so that a version never changes. */
export const calledFlowSchema = z.strictObject({
  name: z.string().min(1).max(200),
  /** Identity of its effects: the same for every caller, so that none writes what another wrote. */
  lineage: z.string().min(1).max(100),
  version: z.number().int().positive(),
  settings: settingsSchema,
  nodes: nodesSchema,
  edges: edgesSchema,
})

/** A record to try things on: as it arrives at the node, or as a source has read it. */
export const sampleSchema = z.strictObject({
  node: id,
  name: z.string().min(1).max(200),
  record: jsonObject,
})

/** What one node must make of one record. */
export const mappingTestSchema = z.strictObject({
  name: z.string().min(1).max(200),
  node: id,
  input: jsonObject,
  expect: z.json(),
  /** What the test is run with, over the defaults; left out: what the flow runs with. */
  settings: jsonObject.optional(),
  /** Paths such as `item.items[].rate` where numbers may differ by so much (a decimal, as text), or anything goes (`any`). */
  tolerances: z
    .array(z.strictObject({ path: z.string().min(1).max(500), within: z.string().min(1).max(40) }))
    .optional(),
})

/** Output kept at a node: tests of the draft go on with it instead of running what comes before. */
export const pinSchema = z.strictObject({
  node: id,
  records: z
    .array(
      z.strictObject({
        key: z.string().min(1).max(500),
        record: jsonObject,
        /** Where it leaves the node; `out` unless said. */
        port: id.optional(),
      }),
    )
    .max(50),
})

export const flowDocumentSchema = z
  .strictObject({
    format: z.literal(1),
    name: z.string().min(1).max(200),
    description: z.string().max(5_000).default(''),
    template: z.strictObject({ id, version: z.number().int().positive() }).nullable().default(null),
    settings: settingsSchema.default({ fields: [], presets: [], values: {} }),
    nodes: nodesSchema,
    edges: edgesSchema,
    /** Flows that this one calls, by id, with all that those call: filled in when it is published. */
    called: z.record(id, calledFlowSchema).default({}),
    samples: z.array(sampleSchema).default([]),
    tests: z.array(mappingTestSchema).default([]),
    pins: z.array(pinSchema).default([]),
    schedule: z
      .strictObject({ cron: z.string().min(1), timeZone: z.string().min(1) })
      .nullable()
      .default(null),
  })
  .superRefine((document, context) => {
    const seen = new Set<string>()
    document.nodes.forEach((node, index) => {
      if (seen.has(node.id)) {
        context.addIssue({
          code: 'custom',
          path: ['nodes', index, 'id'],
          message: `Two nodes have the id "${node.id}".`,
        })
      }
      seen.add(node.id)
    })
    document.edges.forEach((edge, index) => {
      for (const end of ['from', 'to'] as const) {
        if (seen.has(edge[end])) continue
        context.addIssue({
          code: 'custom',
          path: ['edges', index, end],
          message: `There is no node "${edge[end]}".`,
        })
      }
    })
  })

/** A flow as it is stored, exported and imported: portable JSON. */
export type FlowDocument = z.infer<typeof flowDocumentSchema>
export type CalledFlow = z.infer<typeof calledFlowSchema>
export type FlowNode = z.infer<typeof flowNodeSchema>
export type FlowEdge = z.infer<typeof flowEdgeSchema>
export type Sample = z.infer<typeof sampleSchema>
export type MappingTest = z.infer<typeof mappingTestSchema>
export type Pin = z.infer<typeof pinSchema>
export type SettingField = z.infer<typeof settingFieldSchema>
export type TableColumn = z.infer<typeof tableColumnSchema>

/** A document that is not a flow; `faults` say where, as a JSON path, and why. */
export class FlowDocumentError extends Error {
  override readonly name = 'FlowDocumentError'
  readonly faults: { path: string; message: string }[]

  constructor(faults: { path: string; message: string }[]) {
    super(faults.map((fault) => `${fault.path}: ${fault.message}`).join('\n'))
    this.faults = faults
  }
}

/** Checks anything for being a flow document. Throws FlowDocumentError with the path of each fault. */
export function parseFlowDocument(value: unknown): FlowDocument {
  const parsed = flowDocumentSchema.safeParse(value)
  if (parsed.success) return parsed.data
  throw new FlowDocumentError(
    parsed.error.issues.map((issue) => ({ path: jsonPath(issue.path), message: issue.message })),
  )
}

function jsonPath(path: PropertyKey[]): string {
  return path.reduce<string>(
    (text, part) => (typeof part === 'number' ? `${text}[${part}]` : `${text}.${String(part)}`),
    '$',
  )
}
