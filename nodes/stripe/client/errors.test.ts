import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openStripe } from './client.ts'
import type { Client } from '../../connection.ts'
import type { StripeReader, StripeWriter } from './client.ts'

/*
 * What Stripe says in each trouble (https://docs.stripe.com/error-codes), from a server that answers
 * with whatever the test wants: the class decides what the engine does, the sentence what people do.
 */

let server: Server
let client: Client<StripeReader, StripeWriter>
let answer: { status: number; body: string; headers?: Record<string, string> }
const signal = new AbortController().signal
beforeAll(async () => {
  server = createServer((_request, response) => {
    response.writeHead(answer.status, answer.headers).end(answer.body)
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : undefined
  client = openStripe({
    config: { baseUrl: `http://127.0.0.1:${port}` },
    secret: { apiKey: 'sk_test_errors' },
    gate: { pass: (work) => work(signal), slowDown: () => {} },
  })
})
afterAll(async () => {
  await client.close()
  server.close()
})

const write = () =>
  client.write.create('invoice', { customer: 'cus_1' }, { idempotencyKey: 'k', signal })
const saying = (status: number, error: object) => {
  answer = { status, body: JSON.stringify({ error: { type: 'invalid_request_error', ...error } }) }
}

describe('an error of Stripe', () => {
  test.each([
    [400, { code: 'parameter_missing', param: 'customer', message: 'm' }, 'value', 'mapping'],
    [400, { code: 'email_invalid', message: 'm' }, 'value', 'email address'],
    [400, { code: 'amount_too_small', message: 'm' }, 'value', 'below the least'],
    [400, { code: 'charge_already_refunded', message: 'm' }, 'value', 'refunded in full'],
    [400, { code: 'resource_missing', message: 'No such customer' }, 'missing', 'Check the id'],
    [400, { type: 'idempotency_error', message: 'm' }, 'internal', 'other content'],
    [402, { type: 'card_error', code: 'card_declined', message: 'm' }, 'value', 'another way'],
    [404, { code: 'resource_missing', message: 'm' }, 'missing', 'right account'],
    [
      404,
      { message: 'No such invoice; exists in live mode, but a test mode key' },
      'missing',
      'mode',
    ],
    [409, { message: 'm' }, 'intermittent', 'try again'],
    [424, { message: 'm' }, 'intermittent', 'try again'],
    [500, { type: 'api_error', message: 'm' }, 'intermittent', 'try again'],
  ])('with status %i %o is of class %s and says what to do', async (status, error, kind, words) => {
    saying(status, error)
    await expect(write()).rejects.toMatchObject({
      class: kind,
      credentials: false,
      message: expect.stringContaining(words),
    })
  })

  test('that refuses the key takes the connection offline', async () => {
    saying(401, { message: 'Invalid API Key provided' })
    await expect(write()).rejects.toMatchObject({ class: 'connection', credentials: true })
    saying(401, { code: 'api_key_expired', message: 'Expired API Key provided' })
    await expect(write()).rejects.toMatchObject({
      credentials: true,
      message: expect.stringContaining('expired'),
    })
  })

  test('that denies one permission leaves the connection to the flows that do without it', async () => {
    saying(403, { message: "Having the 'rak_invoice_write' permission would allow this." })
    await expect(write()).rejects.toMatchObject({
      class: 'connection',
      code: 'permission',
      credentials: false,
      message: expect.stringContaining('rak_invoice_write'),
    })
    saying(403, { message: 'This IP address may not use the key.' })
    await expect(write()).rejects.toMatchObject({ class: 'connection', credentials: true })
  })

  test('about a second currency says so plainly', async () => {
    saying(400, {
      message:
        'You cannot combine currencies on a single customer. This customer has an invoice item with currency usd.',
    })
    await expect(write()).rejects.toMatchObject({
      class: 'value',
      code: 'currency_conflict',
      message: expect.stringContaining('second Stripe customer'),
    })
  })

  test('is none of Stripe when a web page answers', async () => {
    answer = { status: 200, body: '<html>Sign in to the hotel network</html>' }
    await expect(write()).rejects.toMatchObject({
      class: 'connection',
      credentials: true,
      message: expect.stringContaining('not Stripe'),
    })
    answer = { status: 502, body: '<html>Bad gateway</html>' }
    await expect(write()).rejects.toMatchObject({ class: 'intermittent', outcomeUnknown: true })
  })

  test('that asks for a longer wait than a worker can spare is handed on with it', async () => {
    saying(429, { code: 'rate_limit', message: 'm' })
    answer = { ...answer, headers: { 'retry-after': '30' } }
    await expect(write()).rejects.toMatchObject({ class: 'rate limit', retryAfterMs: 30_000 })
  })

  test('about an address without a server is a matter of the connection', async () => {
    const lost = openStripe({
      config: { baseUrl: 'https://stripe.invalid' },
      secret: { apiKey: 'sk_test_errors' },
      gate: { pass: (work) => work(signal), slowDown: () => {} },
    })
    await expect(lost.read.account(signal)).rejects.toMatchObject({ class: 'connection' })
    await lost.close()
  })
})
