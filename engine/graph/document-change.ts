import { z } from 'zod'
import { LIST_NAMES } from './document-parts.ts'
import {
  calledFlowSchema,
  flowDocumentSchema,
  flowEdgeSchema,
  flowNodeSchema,
  mappingTestSchema,
  pinSchema,
  sampleSchema,
  settingFieldSchema,
  settingPresetSchema,
} from './schema.ts'

const id = z.string().min(1).max(100)
/** Of an entry of a list, as `KEYS` makes it. */
const key = z.string().max(1_000)
/** The key of the entry that a new one stands behind; null = it is the first. */
const after = key.nullable()

const node = flowNodeSchema.shape
const flow = flowDocumentSchema.shape

/** One field of a node beside its config. */
const nodeFieldSchema = z.union([
  z.strictObject({ kind: node.kind }),
  z.strictObject({ version: node.version }),
  z.strictObject({ name: node.name }),
  z.strictObject({ position: node.position }),
  z.strictObject({ disabled: node.disabled.unwrap() }),
  z.strictObject({ note: node.note.unwrap() }),
])

/** One field of the flow itself. */
const flowFieldSchema = z.union([
  z.strictObject({ name: flow.name }),
  z.strictObject({ description: flow.description.unwrap() }),
  z.strictObject({ schedule: flow.schedule.unwrap() }),
  z.strictObject({ template: flow.template.unwrap() }),
])

/**
 * The smallest change of a document: one entry of a list, or one field. In a list of changes the
 * later ones build on the earlier ones.
 */
export const documentChangeSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('add-node'), node: flowNodeSchema, after }),
  /** Takes the node's edges along. */
  z.strictObject({ type: z.literal('remove-node'), id }),
  z.strictObject({ type: z.literal('change-node'), id, set: nodeFieldSchema }),
  /** One key of a node's config; without a value the key goes. */
  z.strictObject({
    type: z.literal('configure-node'),
    id,
    key: z.string(),
    value: z.json().optional(),
  }),
  z.strictObject({ type: z.literal('add-edge'), key, edge: flowEdgeSchema, after }),
  z.strictObject({ type: z.literal('remove-edge'), key, edge: flowEdgeSchema }),
  z.strictObject({ type: z.literal('put-sample'), key, sample: sampleSchema, after }),
  z.strictObject({ type: z.literal('put-test'), key, test: mappingTestSchema, after }),
  z.strictObject({ type: z.literal('put-pin'), key, pin: pinSchema, after }),
  z.strictObject({ type: z.literal('put-setting'), key, field: settingFieldSchema, after }),
  z.strictObject({ type: z.literal('put-preset'), key, preset: settingPresetSchema, after }),
  z.strictObject({
    type: z.literal('remove-entry'),
    list: z.enum(['samples', 'tests', 'pins', 'fields', 'presets']),
    key,
  }),
  z.strictObject({ type: z.literal('order'), list: z.enum(LIST_NAMES), keys: z.array(key) }),
  /** The flow's own value of a setting; without a value the default holds. */
  z.strictObject({ type: z.literal('set-value'), key: z.string(), value: z.json().optional() }),
  z.strictObject({ type: z.literal('change-flow'), set: flowFieldSchema }),
  /** A flow that this one calls; null takes it out. */
  z.strictObject({ type: z.literal('set-called'), id, called: calledFlowSchema.nullable() }),
])

export type DocumentChange = z.infer<typeof documentChangeSchema>
