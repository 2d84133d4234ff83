import { once } from 'node:events'
import { createServer } from 'node:http'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { evaluated } from '../../../testing/evaluated.ts'
import type { NetSuiteBench } from '../../../testing/netsuite-bench.ts'
import { startNetSuite } from '../../../testing/netsuite-bench.ts'
import { openNetSuite } from '../client/client.ts'
import { runNetsuiteAttach } from './run.ts'

const CONFIG = {
  action: 'attach',
  what: 'contact',
  whatId: evaluated('contact'),
  recordType: 'customer',
  id: evaluated('$key'),
}

let netsuite: NetSuiteBench
beforeAll(async () => {
  netsuite = await startNetSuite()
})
afterAll(() => netsuite.close())

test('attaching and detaching name both records, as the record service wants them', async () => {
  const asked: string[] = []
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`)
    response.writeHead(204).end()
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const address = server.address()
  const baseUrl = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
  const client = openNetSuite(netsuite.connection({ auth: 'tba', config: { baseUrl } }))
  const item = { key: '647', record: { contact: 42 } }
  for (const action of ['attach', 'detach']) {
    const config = { ...CONFIG, action }
    const intent = await runNetsuiteAttach.intend(config, item, netsuite.context())
    if ('outcome' in intent) throw new Error('no intent')
    const context = { ...netsuite.writeContext(), client: client.write }
    expect(await runNetsuiteAttach.write(config, intent, null, context)).toEqual({
      id: '647',
      changed: true,
    })
  }
  expect(asked).toEqual([
    'POST /services/rest/record/v1/customer/647/!attach/contact/42',
    'POST /services/rest/record/v1/customer/647/!detach/contact/42',
  ])
  await client.close()
  server.close()
})
