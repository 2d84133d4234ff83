import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { invoicePage, keptOf } from './data.ts'
import { verify } from './verify.ts'

/**
 * Source and sink of workload W1 on loopback, as a process: `node server.ts`.
 *
 *     GET  /v1/invoices?limit=100&starting_after=in_…   a page, serialised beforehand
 *     POST /record                                      answers 201 {"id":N} and keeps the body
 *     POST /reset?count=N&delay=MS                      forgets all; N invoices; the sink's delay
 *     GET  /stats[?verify=1]                            what came; compared with what should come
 */
const JSON_TYPE = { 'content-type': 'application/json' }
const pages = new Map<string, Buffer>()
let count = 10_000
let delayMs = 0
let bodies: Buffer[] = []
let inFlight = 0
let mostInFlight = 0

const server = createServer({ keepAliveTimeout: 60_000 }, (request, answer) => {
  const address = request.url ?? ''
  if (request.method === 'POST' && address.startsWith('/record')) return receive(request, answer)
  const url = new URL(address, 'http://w1')
  if (url.pathname === '/v1/invoices') return sendPage(url, answer)
  if (url.pathname === '/reset') return reset(url, answer)
  if (url.pathname === '/stats') return sendStats(url, answer)
  return answer.writeHead(404).end()
})
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : undefined
  console.log(JSON.stringify({ ready: true, port }))
})

function receive(request: IncomingMessage, answer: ServerResponse): void {
  inFlight += 1
  mostInFlight = Math.max(mostInFlight, inFlight)
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => chunks.push(chunk))
  request.on('end', () => {
    const [first] = chunks
    const number = bodies.push(chunks.length === 1 && first ? first : Buffer.concat(chunks))
    const done = () => {
      inFlight -= 1
      answer.writeHead(201, JSON_TYPE).end(`{"id":${number}}`)
    }
    if (delayMs > 0) void sleep(delayMs).then(done)
    else done()
  })
}

function sendPage(url: URL, answer: ServerResponse): void {
  const size = Number(url.searchParams.get('limit') ?? 100)
  const after = url.searchParams.get('starting_after')
  const page = after ? Math.floor((Number(after.slice(3)) + 1) / size) + 1 : 1
  const body = serialised(page, size)
  answer.writeHead(200, { ...JSON_TYPE, 'content-length': body.length }).end(body)
}

function serialised(page: number, size: number): Buffer {
  const key = `${page}/${size}/${count}`
  const known = pages.get(key)
  if (known) return known
  const body = Buffer.from(JSON.stringify(invoicePage(page, size, count)))
  pages.set(key, body)
  return body
}

function reset(url: URL, answer: ServerResponse): void {
  count = Number(url.searchParams.get('count') ?? count)
  delayMs = Number(url.searchParams.get('delay') ?? 0)
  for (let page = 1; page <= Math.ceil(count / 100); page += 1) serialised(page, 100)
  bodies = []
  mostInFlight = 0
  answer.end('{}')
}

function sendStats(url: URL, answer: ServerResponse): void {
  const stats = { received: bodies.length, expected: keptOf(count), mostInFlight }
  const verified = url.searchParams.has('verify') ? verify(bodies, count) : {}
  answer.writeHead(200, JSON_TYPE).end(JSON.stringify({ ...stats, ...verified }))
}
