import { z } from 'zod'
import { describe, expect, it } from 'vitest'
import { ExpressionError } from '../../expression.ts'
import { isJsonObject, type Json, type JsonObject } from '../../json.ts'
import type { TransformResult } from '../../runner.ts'
import { evaluated, testContext } from '../../testing.ts'
import { runTransformFilter } from '../../transform/filter/run.ts'
import { runTransformMap } from '../../transform/map/run.ts'
import { NODES } from './graph.ts'
import { AMOUNTS, INVOICE } from './mappings.ts'
import { CREDIT, found, LONG, YEN } from './sample-invoices.ts'
import { SETTING_FIELDS } from './settings.ts'
import { TESTS } from './tests.ts'

const json = z.record(z.string(), z.json())
const testSchema = z.object({
  name: z.string(),
  node: z.string(),
  input: json,
  expect: z.json(),
  settings: json,
})
const mapSchema = z.object({
  mapping: z.string(),
  into: z.string(),
  required: z.array(z.string()),
})
const filterSchema = z.object({
  rows: z.array(z.object({ condition: z.string(), reason: z.string() })),
})

const SETTINGS = testSchema.parse(TESTS[0]).settings

describe('the flow’s own tests', () => {
  it.each(TESTS.map((one) => testSchema.parse(one)))('$name', async (one) => {
    expect(await run(one.node, one.input, one.settings)).toStrictEqual(one.expect)
  })
})

it('reports lines that do not add up to the total instead of booking them', async () => {
  const record = { ...found(CREDIT), amounts: await amountsOf(CREDIT) }
  const wrong = { ...record, amounts: { ...record.amounts, total: 10_002 } }
  await expect(evaluate(INVOICE, wrong)).rejects.toMatchObject({
    code: 'D3137',
    message:
      'The lines add up to 100 USD, but the invoice comes to 100.02. Compare the lines with the invoice in Stripe.',
  })
})

it('reports a product without an item when there is no default item', async () => {
  const record = { ...found(YEN), amounts: await amountsOf(YEN) }
  await expect(evaluate(INVOICE, record, { defaultItem: '' })).rejects.toMatchObject({
    code: 'TR012',
    message: expect.stringContaining('prod_seat'),
  })
})

it('reports an invoice that was voided after it was booked', async () => {
  const record = { invoice: { ...CREDIT, status: 'void' }, booked: { id: '77' } }
  await expect(run('eligible', record, SETTINGS)).rejects.toThrow('booked as NetSuite invoice 77')
})

it('leaves tax inside the lines when the setting says so, with the same total', async () => {
  const settings = { inclusiveTax: 'inside' }
  const amounts = await amountsOf(YEN, settings)
  expect(amounts).toMatchObject({ taxes: [], lines: [{ minor: 3300 }, { minor: 2200 }] })
  const record = { ...found(YEN), amounts }
  expect(await evaluate(INVOICE, record, settings)).toMatchObject({
    item: { items: [{ amount: 3300 }, { amount: 2200 }] },
  })
})

it('books an old invoice on the first day that is open for posting', async () => {
  const record = { ...found(LONG), amounts: await amountsOf(LONG) }
  expect(await evaluate(INVOICE, record, { firstOpenDay: '2026-04-01' })).toMatchObject({
    tranDate: '2026-04-01',
  })
})

it('gives the same payload every time', async () => {
  const record = { ...found(LONG), amounts: await amountsOf(LONG) }
  expect(await evaluate(INVOICE, record)).toStrictEqual(await evaluate(INVOICE, record))
})

async function amountsOf(invoice: JsonObject, settings: JsonObject = {}): Promise<JsonObject> {
  const amounts = await evaluate(AMOUNTS, found(invoice), settings)
  if (isJsonObject(amounts)) return amounts
  throw new Error('There are no amounts.')
}

function evaluate(text: string, record: JsonObject, settings: JsonObject = {}) {
  const all = { ...withDefaults(SETTINGS), ...settings }
  return evaluated(text, all)({ key: String(record.id), record })
}

/** Runs a step of the flow as the engine would. */
async function run(node: string, record: JsonObject, settings: JsonObject): Promise<Json> {
  const all = withDefaults(settings)
  const items = [{ key: String(record.id), record }]
  const step = NODES.find((one) => one.id === node)
  const context = testContext({ settings: all })
  if (step?.kind === 'transform.filter') {
    const { rows } = filterSchema.parse(step.config)
    const bound = rows.map((row) => ({ ...row, condition: evaluated(row.condition, all) }))
    return outcome(await runTransformFilter.run({ rows: bound }, items, context))
  }
  const config = mapSchema.parse(step?.config)
  const bound = { ...config, mapping: evaluated(config.mapping, all) }
  return outcome(await runTransformMap.run(bound, items, context))
}

function outcome([result]: TransformResult[]): Json {
  if (result?.outcome === 'done') return result.record
  if (result?.outcome === 'filtered') return { filtered: result.reason }
  if (result?.outcome === 'failed') throw result.error
  throw new ExpressionError({ code: 'TR000', message: 'There is no result.' })
}

function withDefaults(settings: JsonObject): JsonObject {
  const defaults = SETTING_FIELDS.flatMap(({ key, default: value }) =>
    value === undefined ? [] : [[String(key), value]],
  )
  return { ...Object.fromEntries(defaults), ...settings }
}
