import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import { text } from 'node:stream/consumers'
import { receiveNetSuiteHook, receiveStripeEvent, type Engine } from '#engine/api.ts'
import { NodeError } from '#nodes/errors.ts'

/** The webhook doors of an installation, for tests without a web process. */
export interface WebhookDoor extends AsyncDisposable {
  /** Where this installation is reached, as `registerWebhook` wants it. */
  url: string
  /** Status of each answer so far, in order. */
  answers: number[]
}

/** Opens both doors on a free port; a refused delivery is answered 400, as the real ones do. */
export async function openWebhookDoor(engine: Engine): Promise<WebhookDoor> {
  const answers: number[] = []
  const server = createServer((request, response) => {
    void take(engine, request).then((status) => {
      answers.push(status)
      response.writeHead(status, { 'content-type': 'application/json' }).end('{}')
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The door has no port.')
  return {
    url: `http://127.0.0.1:${address.port}`,
    answers,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

async function take(engine: Engine, request: IncomingMessage): Promise<number> {
  const [, , , system, connectionId = ''] = (request.url ?? '').split('/')
  const rawBody = await text(request)
  const header = (name: string) => String(request.headers[name] ?? '')
  try {
    if (system === 'stripe') {
      const signature = header('stripe-signature')
      await receiveStripeEvent(engine, { connectionId, rawBody, signature })
    } else {
      await receiveNetSuiteHook(engine, { connectionId, rawBody, token: header('x-hook-token') })
    }
    return 200
  } catch (thrown) {
    if (thrown instanceof NodeError) return 400
    console.error(thrown)
    return 500
  }
}
