import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { tbaSignature } from './auth-tba.ts'
import { startTestServer, type TestServer } from '../test-server.ts'

/** Oracle's published example: https://docs.oracle.com/en/cloud/saas/netsuite/ns-online-help/section_1534941088.html */
const EXAMPLE = {
  consumerKey: 'ef40afdd8abaac111b13825dd5e5e2ddddb44f86d5a0dd6dcf38c20aae6b67e4',
  consumerSecret: 'd26ad321a4b2f23b0741c8d38392ce01c3e23e109df6c96eac6d099e9ab9e8b5',
  token: '2b0ce516420110bcbd36b69e99196d1b7f6de3c6234c5afb799b73d87569f5cc',
  tokenSecret: 'c29a677df7d5439a458c063654187e3d678d73aca8e3c9d8bea1478a3eb0d295',
  nonce: 'fjaLirsIcCGVZWzBX0pg',
  timestamp: '1508242306',
}

const oauthParameters = (consumerKey: string, token: string, nonce: string, timestamp: string) => [
  ['oauth_consumer_key', consumerKey] satisfies [string, string],
  ['oauth_token', token] satisfies [string, string],
  ['oauth_nonce', nonce] satisfies [string, string],
  ['oauth_timestamp', timestamp] satisfies [string, string],
  ['oauth_signature_method', 'HMAC-SHA256'] satisfies [string, string],
  ['oauth_version', '1.0'] satisfies [string, string],
]

function exampleSignature(method: string, address: string): string {
  const url = new URL(address)
  const { consumerKey, token, nonce, timestamp, consumerSecret, tokenSecret } = EXAMPLE
  return tbaSignature({
    method,
    url,
    parameters: [...url.searchParams, ...oauthParameters(consumerKey, token, nonce, timestamp)],
    consumerSecret,
    tokenSecret,
  })
}

describe('the OAuth 1.0a signature', () => {
  it('is the one Oracle publishes for a record', () => {
    const address = 'https://123456.suitetalk.api.netsuite.com/services/rest/record/v1/employee/40'
    expect(exampleSignature('GET', address)).toBe('B5OIWznZ2YP0OB7VrJrGkYsTh+8H+5T9Hag+o92q0zY=')
  })

  it('covers query parameters, as in the one Oracle publishes for a RESTlet', () => {
    const address =
      'https://123456.restlets.api.netsuite.com/app/site/hosting/restlet.nl?script=6&deploy=1&customParam=someValue&testParam=someOtherValue'
    expect(exampleSignature('POST', address)).toBe('+KK4SKNgz4ZiILGLwOMtfYlgcXSy1eis8ldE9X90azQ=')
  })
})

describe('signing in with a token', () => {
  let server: TestServer
  beforeAll(async () => {
    server = await startTestServer({ seed: false })
  })
  afterAll(() => server.close())

  /** Signs and sends; `change` spoils one thing. */
  const send = async (change: {
    signedUrl?: string
    nonce?: string
    at?: Date
    tokenSecret?: string
    realm?: string
  }) => {
    const { tba, accountId } = server.credentials
    const address = `${server.url}/services/rest/record/v1/customer?limit=1&q=${encodeURIComponent('email IS "a b(c)*!"')}`
    const url = new URL(change.signedUrl ?? address)
    const timestamp = String(Math.floor((change.at ?? new Date()).getTime() / 1000))
    const nonce = change.nonce ?? randomBytes(8).toString('hex')
    const oauth = oauthParameters(tba.consumerKey, tba.tokenId, nonce, timestamp)
    const signature = tbaSignature({
      method: 'GET',
      url,
      parameters: [...url.searchParams, ...oauth],
      consumerSecret: tba.consumerSecret,
      tokenSecret: change.tokenSecret ?? tba.tokenSecret,
    })
    const header = [
      ['realm', change.realm ?? accountId],
      ...oauth,
      ['oauth_signature', signature],
    ].map(([name = '', value = '']) => `${name}="${encodeURIComponent(value)}"`)
    return fetch(address, { headers: { Authorization: `OAuth ${header.join(', ')}` } })
  }

  it('works with the address really called', async () => {
    expect((await send({})).status).toBe(200)
  })

  it('works with the public address of the account', async () => {
    const query = `?limit=1&q=${encodeURIComponent('email IS "a b(c)*!"')}`
    const signedUrl = `https://1234567-sb1.suitetalk.api.netsuite.com/services/rest/record/v1/customer${query}`
    expect((await send({ signedUrl })).status).toBe(200)
  })

  it('refuses a wrong secret with the exact answer of NetSuite', async () => {
    const answer = await send({ tokenSecret: 'wrong' })
    expect(answer.status).toBe(401)
    expect(answer.headers.get('www-authenticate')).toBe(
      'OAuth realm="1234567_SB1", error="token_rejected", error_description="Invalid login attempt."',
    )
    expect(await answer.json()).toEqual({
      type: 'https://www.rfc-editor.org/rfc/rfc9110.html#section-15.5.2',
      title: 'Unauthorized',
      status: 401,
      'o:errorDetails': [
        {
          detail:
            'Invalid login attempt. For more details, see the Login Audit Trail in the NetSuite UI at Setup > Users/Roles > User Management > View Login Audit Trail.',
          'o:errorCode': 'INVALID_LOGIN',
        },
      ],
    })
  })

  it('refuses another address than the one signed', async () => {
    expect(
      (await send({ signedUrl: `${server.url}/services/rest/record/v1/invoice` })).status,
    ).toBe(401)
  })

  it('refuses a nonce the second time', async () => {
    expect((await send({ nonce: 'once' })).status).toBe(200)
    expect((await send({ nonce: 'once' })).status).toBe(401)
  })

  it('refuses a timestamp more than five minutes away, either way', async () => {
    for (const minutes of [-6, 6]) {
      expect((await send({ at: new Date(Date.now() + minutes * 60_000) })).status).toBe(401)
    }
    expect((await send({ at: new Date(Date.now() - 4 * 60_000) })).status).toBe(200)
  })

  it('refuses the realm of another account', async () => {
    expect((await send({ realm: '7654321' })).status).toBe(401)
  })
})
