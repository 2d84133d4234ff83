import { describe, expect, it } from 'vitest'
import { runStep, testsOf } from '../../../testing/template-tests.ts'
import { isJsonObject, type JsonObject } from '../../json.ts'
import { CREDIT, found, LONG, YEN } from './sample-invoices.ts'
import { bookStripeInvoice as template } from './template.ts'
import { SETTINGS } from './tests.ts'

describe('the part’s own tests', () => {
  it.each(testsOf(template))('$name', async ({ node, input, settings, expect: expected }) => {
    expect(await runStep(template, node, input, settings)).toStrictEqual(expected)
  })
})

it('reports lines that do not add up to the total instead of booking them', async () => {
  const record = { ...found(CREDIT), amounts: await amountsOf(CREDIT) }
  const wrong = { ...record, amounts: { ...record.amounts, total: 10_002 } }
  await expect(evaluate(wrong)).rejects.toMatchObject({
    code: 'D3137',
    message:
      'The lines add up to 100 USD, but the invoice comes to 100.02. Compare the lines with the invoice in Stripe.',
  })
})

it('reports a product without an item when there is no default item', async () => {
  const record = { ...found(YEN), amounts: await amountsOf(YEN) }
  await expect(evaluate(record, { defaultItem: '' })).rejects.toMatchObject({
    code: 'TR012',
    message: expect.stringContaining('prod_seat'),
  })
})

it('reports an invoice that was voided after it was booked, unless NetSuite has voided it too', async () => {
  const invoice = { ...CREDIT, status: 'void' }
  const there = { id: '77', externalid: CREDIT.id ?? '', voided: 'F', foreignamountunpaid: '70' }
  const record = { invoice, booked: { id: '77' }, dayInNetsuite: there }
  await expect(runStep(template, 'eligible', record, SETTINGS)).rejects.toThrow(
    'booked as NetSuite invoice 77',
  )
  const both = { ...record, dayInNetsuite: { ...there, voided: 'T' } }
  const left = { filtered: 'The invoice is void.' }
  expect(await runStep(template, 'eligible', both, SETTINGS)).toEqual(left)
})

it('leaves out an invoice that is linked to one which NetSuite had first', async () => {
  const there = { id: '77', voided: 'F', foreignamountunpaid: '70' }
  const record = { invoice: CREDIT, booked: { id: '77' }, dayInNetsuite: there }
  expect(await runStep(template, 'eligible', record, SETTINGS)).toEqual({
    filtered: 'The invoice came from NetSuite, as its metadata or a link says.',
  })
})

it('leaves tax inside the lines when the setting says so, with the same total', async () => {
  const settings = { inclusiveTax: 'inside' }
  const amounts = await amountsOf(YEN, settings)
  expect(amounts).toMatchObject({ taxes: [], lines: [{ minor: 3300 }, { minor: 2200 }] })
  const record = { ...found(YEN), amounts }
  expect(await evaluate(record, settings)).toMatchObject({
    item: { items: [{ amount: 3300 }, { amount: 2200 }] },
  })
})

it('gives the same payload every time', async () => {
  const record = { ...found(LONG), amounts: await amountsOf(LONG) }
  expect(await evaluate(record)).toStrictEqual(await evaluate(record))
})

async function amountsOf(invoice: JsonObject, settings: JsonObject = {}): Promise<JsonObject> {
  return part('amounts', found(invoice), { settings, into: 'amounts' })
}

function evaluate(record: JsonObject, settings: JsonObject = {}) {
  return part('map', record, { settings, into: 'netsuiteInvoice' })
}

/** What a mapping step puts into the record. */
async function part(
  node: string,
  record: JsonObject,
  { settings, into }: { settings: JsonObject; into: string },
): Promise<JsonObject> {
  const after = await runStep(template, node, record, { ...SETTINGS, ...settings })
  const made = isJsonObject(after) ? after[into] : null
  if (isJsonObject(made)) return made
  throw new Error(`The step ${node} gave no ${into}.`)
}
