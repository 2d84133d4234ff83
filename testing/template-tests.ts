import { z } from 'zod'
import { compileConfig, liftConfig } from '#engine/compile/config.ts'
import { parseFlowDocument } from '#engine/graph/schema.ts'
import { resolveSettings } from '#engine/graph/settings.ts'
import { findKind } from '#nodes/catalog.ts'
import type { Json, JsonObject } from '#nodes/json.ts'
import { findRunner } from '#nodes/runners.ts'
import type { Template } from '#nodes/templates/template.ts'
import { testContext } from '#nodes/testing.ts'

/** What the clock of the mapping tests shows. */
const NOW = new Date('2026-03-01T00:00:00Z')

const testsSchema = z.array(
  z.object({
    name: z.string(),
    node: z.string(),
    input: z.record(z.string(), z.json()),
    expect: z.json(),
    settings: z.record(z.string(), z.json()).optional(),
  }),
)

/** The mapping tests of a template's document. */
export function testsOf({ document }: Template) {
  return testsSchema.parse(document.tests)
}

/**
 * Sends one record through one step of a template, without any connection: gives the record behind
 * it, `{ filtered }` with the reason, or `{ port, record }` where there are several ways. Throws the
 * step's error.
 */
export async function runStep(
  template: Template,
  nodeId: string,
  input: JsonObject,
  values: JsonObject = {},
): Promise<Json> {
  const document = parseFlowDocument(template.document)
  const node = document.nodes.find((one) => one.id === nodeId)
  const kind = node && findKind(node.kind)
  const runner = kind && findRunner(kind.id)
  if (!kind || runner?.role !== 'transform') throw new Error(`${nodeId} is no step to test.`)
  const settings = { ...resolveSettings(document, {}), ...values }
  const { faults, bind } = compileConfig(kind.fields, liftConfig(kind, node), settings)
  const fault = faults.find((one) => one.severity === 'error')
  if (fault) throw new Error(fault.message)
  const config = bind({ now: NOW, seed: 'test', settings })
  const key = typeof input.id === 'string' ? input.id : 'test'
  const [result] = await runner.run(config, [{ key, record: input }], testContext({ settings }))
  if (result?.outcome === 'filtered') return { filtered: result.reason }
  if (result?.outcome === 'failed') throw result.error
  if (result?.outcome !== 'done') throw new Error('The step gave no single record.')
  return result.port === undefined ? result.record : { port: result.port, record: result.record }
}
