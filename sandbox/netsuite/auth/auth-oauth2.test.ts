import { randomUUID } from 'node:crypto'
import { exportSPKI, generateKeyPair, importPKCS8, SignJWT } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { startTestServer, type TestServer } from '../test-server.ts'

const PATH = '/services/rest/auth/oauth2/v1/token'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer({ seed: false })
})
afterAll(() => server.close())

interface Assertion {
  alg?: string
  kid?: string
  iss?: string
  aud?: string
  scope?: string | string[]
  lifetime?: number
  key?: CryptoKey
}

async function ask(change: Assertion, form: Record<string, string> = {}) {
  const { oauth2 } = server.credentials
  const alg = change.alg ?? oauth2.algorithm
  const issued = Math.floor(Date.now() / 1000)
  const assertion = await new SignJWT({ scope: change.scope ?? ['rest_webservices'] })
    .setProtectedHeader({ typ: 'JWT', alg, kid: change.kid ?? oauth2.certificateId })
    .setIssuer(change.iss ?? oauth2.clientId)
    .setAudience(change.aud ?? `${server.url}${PATH}`)
    .setIssuedAt(issued)
    .setExpirationTime(issued + (change.lifetime ?? 600))
    .setJti(randomUUID())
    .sign(change.key ?? (await importPKCS8(oauth2.privateKeyPem, oauth2.algorithm)))
  const answer = await fetch(`${server.url}${PATH}`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: assertion,
      ...form,
    }),
  })
  const body: unknown = await answer.json()
  return { status: answer.status, body }
}

const tokenAnswer = {
  status: 200,
  body: {
    access_token: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/),
    expires_in: 3600,
    token_type: 'Bearer',
  },
}

const register = async (algorithm: string, publicKey: CryptoKey): Promise<string> => {
  const answer = await fetch(`${server.url}/_sandbox/certificates`, {
    method: 'POST',
    body: JSON.stringify({ algorithm, publicKeyPem: await exportSPKI(publicKey) }),
  })
  return z.object({ certificateId: z.string() }).parse(await answer.json()).certificateId
}

describe('the token endpoint', () => {
  it('gives a token for an assertion signed with ES256', async () => {
    expect(await ask({})).toEqual(tokenAnswer)
  })

  it('gives a token for an assertion signed with PS256', async () => {
    const keys = await generateKeyPair('PS256', { modulusLength: 3072 })
    const kid = await register('PS256', keys.publicKey)
    expect(await ask({ alg: 'PS256', kid, key: keys.privateKey })).toEqual(tokenAnswer)
  })

  it('accepts the public address of the account as audience', async () => {
    const aud = `https://1234567-sb1.suitetalk.api.netsuite.com${PATH}`
    expect(await ask({ aud })).toEqual(tokenAnswer)
  })

  it('accepts scopes separated by commas', async () => {
    expect(await ask({ scope: 'restlets,rest_webservices' })).toEqual(tokenAnswer)
  })

  it('refuses RS256, which NetSuite does not take', async () => {
    const keys = await generateKeyPair('RS256')
    const kid = await register('PS256', keys.publicKey)
    expect(await ask({ alg: 'RS256', kid, key: keys.privateKey })).toEqual({
      status: 400,
      body: { error: 'invalid_grant' },
    })
  })

  it.each<[string, Assertion]>([
    ['an unknown certificate', { kid: 'unknown' }],
    ['another audience', { aud: 'https://7654321.suitetalk.api.netsuite.com/token' }],
    ['a lifetime of more than an hour', { lifetime: 3601 }],
    ['an assertion that has expired', { lifetime: -60 }],
  ])('refuses %s as invalid_grant', async (_, change) => {
    expect(await ask(change)).toEqual({ status: 400, body: { error: 'invalid_grant' } })
  })

  it('refuses a key that does not belong to the certificate', async () => {
    const { privateKey } = await generateKeyPair('ES256')
    expect(await ask({ key: privateKey })).toEqual({
      status: 400,
      body: { error: 'invalid_grant' },
    })
  })

  it('refuses an unknown integration, another grant and a missing assertion', async () => {
    expect(await ask({ iss: 'nobody' })).toEqual({ status: 401, body: { error: 'invalid_client' } })
    expect(await ask({}, { grant_type: 'password' })).toEqual({
      status: 400,
      body: { error: 'unsupported_grant_type' },
    })
    expect(await ask({}, { client_assertion: '' })).toEqual({
      status: 400,
      body: { error: 'invalid_request' },
    })
  })
})

describe('a bearer token', () => {
  const useToken = (token: string) =>
    fetch(`${server.url}/services/rest/system/v1/serverTime`, {
      headers: { Authorization: `Bearer ${token}` },
    })

  it('opens the services', async () => {
    const answer = await useToken(await server.signIn())
    expect(await answer.json()).toEqual({ serverTime: expect.stringMatching(/T.*Z$/) })
  })

  it('is refused with the exact answer of NetSuite when its signature is wrong', async () => {
    const token = await server.signIn()
    const answer = await useToken(`${token.slice(0, -8)}AAAAAAAA`)
    expect(answer.status).toBe(401)
    expect(answer.headers.get('www-authenticate')).toBe(
      'Bearer realm="1234567_SB1", error="invalid_token", error_description="Invalid login attempt."',
    )
    expect(await answer.json()).toMatchObject({
      title: 'Unauthorized',
      'o:errorDetails': [{ 'o:errorCode': 'INVALID_LOGIN' }],
    })
  })

  it('is refused as malformed when it is no JWT', async () => {
    const answer = await useToken('abc')
    expect(answer.status).toBe(400)
    expect(answer.headers.get('www-authenticate')).toContain('error="invalid_request"')
  })

  it('without the scope of REST web services opens nothing', async () => {
    const { body } = await ask({ scope: ['restlets'] })
    const token =
      typeof body === 'object' && body && 'access_token' in body ? body.access_token : ''
    expect((await useToken(String(token))).status).toBe(401)
  })

  it('is needed: a request without one is refused', async () => {
    const answer = await fetch(`${server.url}/services/rest/record/v1/customer`)
    expect(answer.status).toBe(401)
  })
})
