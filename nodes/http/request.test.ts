import { createServer, type RequestListener, type Server } from 'node:http'
import { createServer as createSocketServer } from 'node:net'
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { NodeError } from '../errors.ts'
import { recordExchanges } from './exchanges.ts'
import { closeHttpPools } from './pool.ts'
import { isPrivateAddress } from './private-addresses.ts'
import { refusedAnswer } from './refused-answer.ts'
import { request, type HttpRequest } from './request.ts'
import { retryAfterMs } from './retry-after.ts'

const servers: { close: () => unknown }[] = []
const signal = new AbortController().signal

beforeEach(() => vi.stubEnv('TRIBUTARY_ALLOW_PRIVATE_HTTP', '1'))
afterEach(() => vi.unstubAllEnvs())
afterAll(async () => {
  await closeHttpPools()
  for (const server of servers) server.close()
})

describe('an HTTP request', () => {
  it('sends JSON, gives JSON, and notes the exchange without secrets', async () => {
    const origin = await serve((asked, answer) => {
      answer.setHeader('content-type', 'application/json')
      let text = ''
      asked.on('data', (chunk) => (text += String(chunk)))
      asked.on('end', () => answer.end(JSON.stringify({ got: JSON.parse(text), auth: 'hidden' })))
    })
    const { result, exchanges } = await recordExchanges(() =>
      request({
        method: 'POST',
        url: `${origin.replace('http://', 'http://me:pw@')}/a?api_key=s3cret&b=1`,
        headers: { authorization: 'Bearer s3cret' },
        body: { amount: 1 },
        signal,
      }),
    )
    expect(result).toMatchObject({ status: 200, json: { got: { amount: 1 } } })
    expect(exchanges).toMatchObject([{ method: 'POST', status: 200, request: { amount: 1 } }])
    expect(JSON.stringify(exchanges)).not.toMatch(/s3cret|pw/)
  })

  it('tells a refused connection, where nothing was sent, from a lost answer', async () => {
    const refused = await failure({ method: 'POST', url: 'http://127.0.0.1:1/' })
    expect(refused).toMatchObject({ class: 'connection', outcomeUnknown: false })

    const origin = await serve((asked) => asked.socket.destroy())
    const lost = await failure({ method: 'POST', url: origin, body: {} })
    expect(lost).toMatchObject({ class: 'intermittent', outcomeUnknown: true })
    const lostReading = await failure({ method: 'GET', url: origin })
    expect(lostReading).toMatchObject({ class: 'intermittent', outcomeUnknown: false })
  })

  it('gives up after its time limit', async () => {
    const origin = await serve(() => undefined)
    const late = await failure({ method: 'PUT', url: origin, timeoutMs: 50 })
    expect(late).toMatchObject({ class: 'intermittent', outcomeUnknown: true })
  })

  it('ends with the reason of a signal that was aborted', async () => {
    const origin = await serve(() => undefined)
    const stop = new AbortController()
    const running = request({ method: 'GET', url: origin, signal: stop.signal })
    stop.abort(new Error('cancelled'))
    await expect(running).rejects.toThrow('cancelled')
  })

  it('refuses private addresses, written out or behind a name, unless they are allowed', async () => {
    vi.stubEnv('TRIBUTARY_ALLOW_PRIVATE_HTTP', '')
    const hosts = [
      '127.0.0.1',
      '[::1]',
      'localhost',
      '169.254.169.254',
      '[::ffff:10.0.0.1]',
      '0x7f.1',
    ]
    for (const host of hosts) {
      const refused = await failure({ method: 'GET', url: `http://${host}:1/` })
      expect(refused, host).toMatchObject({ class: 'value', code: 'private-address' })
    }
  })

  it('refuses what is no web address', async () => {
    for (const url of ['', 'example.com', 'file:///etc/passwd', 'ftp://example.com']) {
      expect(await failure({ method: 'GET', url })).toMatchObject({ code: 'bad-address' })
    }
  })
})

describe('a refusing answer', () => {
  it('is classed by its status', async () => {
    const origin = await serve((asked, answer) => {
      answer.statusCode = Number(asked.url?.slice(1))
      answer.setHeader('retry-after', '3')
      answer.end('{"error":{"message":"no such plan"}}')
    })
    const classes: Record<number, string> = {
      400: 'value',
      404: 'missing',
      409: 'duplicate',
      413: 'too large',
      429: 'rate limit',
      503: 'intermittent',
    }
    for (const [status, kind] of Object.entries(classes)) {
      const answer = await request({ method: 'POST', url: `${origin}/${status}`, signal })
      const error = refusedAnswer('POST', answer)
      expect(error).toMatchObject({ class: kind, code: `http-${status}`, retryAfterMs: 3000 })
      expect(error?.message).toContain('no such plan')
      expect(error?.outcomeUnknown).toBe(kind === 'intermittent')
    }
    const fine = await request({ method: 'GET', url: `${origin}/204`, signal })
    expect(refusedAnswer('GET', fine)).toBeUndefined()
  })

  it('says how long to wait in seconds or by a date', () => {
    const now = Date.UTC(2026, 0, 1)
    expect(retryAfterMs('1.5', now)).toBe(1500)
    expect(retryAfterMs('Thu, 01 Jan 2026 00:00:10 GMT', now)).toBe(10_000)
    expect(retryAfterMs('Wed, 31 Dec 2025 00:00:00 GMT', now)).toBe(0)
    expect(retryAfterMs('soon', now)).toBeUndefined()
  })
})

it('knows private addresses, also inside IPv6', () => {
  const hidden = [
    '10.1.2.3',
    '172.16.0.1',
    '192.168.1.1',
    '100.64.0.1',
    'fd00::1',
    'fe80::1',
    '::',
    '::1',
  ]
  for (const address of [...hidden, '::ffff:127.0.0.1', '64:ff9b::a00:1', '2002:a00:1::']) {
    expect(isPrivateAddress(address), address).toBe(true)
  }
  for (const address of ['8.8.8.8', '172.32.0.1', '2606:4700::1111']) {
    expect(isPrivateAddress(address), address).toBe(false)
  }
})

it('counts a server that answers nonsense as one that did not answer', async () => {
  const server = createSocketServer((socket) => socket.end('nonsense\r\n\r\n'))
  const origin = await listening(server)
  expect(await failure({ method: 'GET', url: origin })).toMatchObject({ class: 'intermittent' })
})

async function failure(wanted: Omit<HttpRequest, 'signal'>): Promise<NodeError> {
  try {
    await request({ ...wanted, signal })
  } catch (thrown) {
    if (thrown instanceof NodeError) return thrown
    throw thrown
  }
  throw new Error('The request did not fail.')
}

function serve(listener: RequestListener): Promise<string> {
  return listening(createServer(listener))
}

async function listening(server: Server | ReturnType<typeof createSocketServer>): Promise<string> {
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()))
  const address = server.address()
  if (typeof address !== 'object' || address === null) throw new Error('The server has no port.')
  return `http://127.0.0.1:${address.port}`
}
