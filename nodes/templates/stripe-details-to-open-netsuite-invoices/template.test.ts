import { describe, expect, it } from 'vitest'
import { runStep, testsOf } from '../../../testing/template-tests.ts'
import { stripeDetailsToOpenNetsuiteInvoices as template } from './template.ts'

describe('the flow’s own tests', () => {
  it.each(testsOf(template))('$name', async ({ node, input, settings, expect: expected }) => {
    expect(await runStep(template, node, input, settings)).toStrictEqual(expected)
  })
})
