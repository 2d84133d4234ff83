import { describe, expect, it } from 'vitest'
import { runStep, testsOf } from '../../../testing/template-tests.ts'
import { OPEN, TO_VOID, VOIDED_INVOICE } from './sample-invoices.ts'
import { netsuiteVoidToStripeVoid as template } from './template.ts'

describe('the flow’s own tests', () => {
  it.each(testsOf(template))('$name', async ({ node, input, settings, expect: expected }) => {
    expect(await runStep(template, node, input, settings)).toStrictEqual(expected)
  })
})

it('says of a paid invoice which two actions there are', async () => {
  const stripeInvoice = { ...OPEN, status: 'paid', amount_paid: 4000 }
  const input = { ...VOIDED_INVOICE, void: TO_VOID, stripeInvoice }
  await expect(runStep(template, 'paid', input)).rejects.toMatchObject({
    class: 'value',
    message:
      'The invoice INV1215 is voided in NetSuite, but 40 USD of it are paid in Stripe, and what is paid cannot be voided. Either issue a credit note in Stripe, with a refund if the money is to go back; or leave it as it is and mark this error as resolved.',
  })
})
