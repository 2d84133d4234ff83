import { describe, expect, it } from 'vitest'
import { runStep, testsOf } from '../../../testing/template-tests.ts'
import { DEPOSIT, prepared, YEN } from './sample-invoices.ts'
import { netsuiteInvoiceToStripeInvoice as template } from './template.ts'

const ZONE = { accountTimeZone: 'America/Los_Angeles' }

describe('the flow’s own tests', () => {
  it.each(testsOf(template))('$name', async ({ node, input, settings, expect: expected }) => {
    expect(await runStep(template, node, input, settings)).toStrictEqual(expected)
  })
})

it('reports lines that do not add up to the total instead of sending them', async () => {
  const input = prepared({ ...DEPOSIT, total: 110 })
  await expect(runStep(template, 'amounts', input)).rejects.toMatchObject({
    class: 'value',
    message: expect.stringContaining('come to 108.25 USD'),
  })
})

it('sends lines that do not add up as one line when the settings say so', async () => {
  const input = prepared({ ...DEPOSIT, total: 110 })
  expect(await runStep(template, 'amounts', input, { lineMode: 'single' })).toMatchObject({
    amounts: { due: 7825, lines: [{ amount: 11_000 }, { amount: -3175 }] },
  })
})

it('reports a due date that is past when the settings say so', async () => {
  const input = { ...prepared(YEN, 'JPY'), amounts: { due: 5000, lines: [{ amount: 5000 }] } }
  const wanted = { ...ZONE, pastDue: 'error' }
  await expect(runStep(template, 'map', input, wanted)).rejects.toMatchObject({
    class: 'value',
    message: expect.stringContaining('was due on 2026-02-27'),
  })
})

it('sends what is due today, and past noon of it, when the settings say to report what is past', async () => {
  const today = prepared({ ...YEN, dueDate: '2026-02-28' }, 'JPY')
  const input = { ...today, amounts: { due: 5000, lines: [{ amount: 5000 }] } }
  expect(await runStep(template, 'map', input, { ...ZONE, pastDue: 'error' })).toMatchObject({
    stripeInvoice: { days_until_due: 0 },
  })
})

it('takes the day of the invoice where NetSuite has no due date', async () => {
  const undated = prepared({ ...YEN, dueDate: null }, 'JPY')
  const input = { ...undated, amounts: { due: 5000, lines: [{ amount: 5000 }] } }
  await expect(
    runStep(template, 'map', input, { ...ZONE, pastDue: 'error' }),
  ).rejects.toMatchObject({ message: expect.stringContaining('was due on 2026-02-20') })
})

it('leaves out the day of issue that Stripe would take for the future', async () => {
  const later = { ...DEPOSIT, tranDate: '2026-03-09' }
  const input = { ...prepared(later), amounts: { due: 7825, lines: [{ amount: 7825 }] } }
  const result = await runStep(template, 'map', input, ZONE)
  expect(result).not.toHaveProperty('stripeInvoice.effective_at')
})
