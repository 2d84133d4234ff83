import { describe, expect, it } from 'vitest'
import { runStep, testsOf } from '../../../testing/template-tests.ts'
import { BY_CHECK, OPEN, PAID } from './sample-invoices.ts'
import { netsuiteInvoiceStatusToStripe as template } from './template.ts'

describe('the flow’s own tests', () => {
  it.each(testsOf(template))('$name', async ({ node, input, settings, expect: expected }) => {
    expect(await runStep(template, node, input, settings)).toStrictEqual(expected)
  })
})

it('says of an invoice that is void in Stripe what to do', async () => {
  const input = { ...PAID, settlement: BY_CHECK, stripeInvoice: OPEN }
  await expect(runStep(template, 'void', input)).rejects.toMatchObject({
    class: 'value',
    message: expect.stringContaining('INV1215 is paid in NetSuite, void in Stripe'),
  })
})
