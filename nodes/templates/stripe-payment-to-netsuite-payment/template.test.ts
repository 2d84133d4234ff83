import { describe, expect, it } from 'vitest'
import { runStep, testsOf } from '../../../testing/template-tests.ts'
import { charge } from './samples.ts'
import { stripePaymentToNetsuitePayment as template } from './template.ts'

describe('the flow’s own tests', () => {
  it.each(testsOf(template))('$name', async ({ node, input, settings, expect: expected }) => {
    expect(await runStep(template, node, input, settings)).toStrictEqual(expected)
  })
})

it('reports a charge that failed after it was booked', async () => {
  const lost = { id: '9', tranid: 'PYMT9', voided: 'F' }
  const failed = { id: 'ch_1', charge: charge({ status: 'failed' }), lost }
  await expect(runStep(template, 'cameIn', failed)).rejects.toThrow('payment PYMT9')
  const voided = { ...failed, lost: { ...lost, voided: 'T' } }
  expect(await runStep(template, 'cameIn', voided)).toHaveProperty('filtered')
})
