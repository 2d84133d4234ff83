import Stripe from 'stripe'
import { describe, expect, test } from 'vitest'
import { NodeError } from '../errors.ts'
import { verifyEvent } from './webhook.ts'

const body = JSON.stringify({ id: 'evt_1', object: 'event', type: 'invoice.finalized' })

function signed(secret: string, timestamp?: number): string {
  return Stripe.webhooks.generateTestHeaderString({
    payload: body,
    secret,
    ...(timestamp ? { timestamp } : {}),
  })
}

describe('a webhook delivery', () => {
  test('is accepted when any live secret has signed it', () => {
    const secrets = ['whsec_old', 'whsec_new']
    expect(verifyEvent(body, signed('whsec_new'), secrets).id).toBe('evt_1')
    expect(verifyEvent(body, signed('whsec_old'), secrets).id).toBe('evt_1')
  })

  test('is refused when the body was changed, the secret is another or the time long ago', () => {
    expect(() => verifyEvent(`${body} `, signed('whsec_a'), ['whsec_a'])).toThrow(NodeError)
    expect(() => verifyEvent(body, signed('whsec_b'), ['whsec_a'])).toThrow(NodeError)
    expect(() => verifyEvent(body, signed('whsec_a', 1_600_000_000), ['whsec_a'])).toThrow(
      NodeError,
    )
  })

  test('is refused when the connection has no secret', () => {
    expect(() => verifyEvent(body, signed('whsec_a'), [])).toThrow(/no webhook signing secret/)
  })
})
