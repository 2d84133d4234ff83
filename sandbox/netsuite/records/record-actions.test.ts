import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestServer, type TestServer } from '../test-server.ts'

const ROOT = '/services/rest/record/v1'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

describe('attaching', () => {
  it('ties a contact to a customer until it is detached', async () => {
    const contact = await server.create('contact', {
      entityId: 'Ada Byron',
      email: 'ada@x.example',
    })
    const company = async () =>
      (await server.query('select company from contact where id = ?', [contact]))[0]
    const send = (verb: string, customer = '3001') =>
      server.call('POST', `${ROOT}/customer/${customer}/!${verb}/contact/${contact}`)
    expect((await send('attach')).status).toBe(204)
    expect(await company()).toEqual({ company: '3001' })
    expect((await send('detach', '3002')).status).toBe(204)
    expect(await company()).toEqual({ company: '3001' })
    expect((await send('detach')).status).toBe(204)
    expect(await company()).toEqual({})
    expect((await send('attach', '999999')).status).toBe(404)
    const nobody = await server.call('POST', `${ROOT}/customer/3001/!attach/contact/999999`)
    expect(nobody.status).toBe(404)
  })
})

describe('a record action', () => {
  it('is refused where the record type has none, and changes nothing', async () => {
    expect(await server.call('POST', `${ROOT}/invoice/20001/@void`)).toMatchObject({
      status: 400,
      body: { 'o:errorDetails': [{ 'o:errorCode': 'USER_ERROR' }] },
    })
    expect(await server.read('invoice', '20001')).toMatchObject({ status: { id: 'Paid In Full' } })
    expect((await server.call('POST', `${ROOT}/invoice/1/@void`)).status).toBe(404)
  })
})
