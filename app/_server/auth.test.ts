import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openEngine, ownerCode, type Engine } from '#engine/api.ts'
import { testDatabase, type TestDatabase } from '../../testing/database.ts'
import { makeAuth, type Auth } from './auth.ts'
import { findPerson } from './session.ts'

const HOME = 'http://localhost:3000'
const PASSWORD = 'correct horse battery'

let database: TestDatabase
let engine: Engine
let auth: Auth

beforeAll(async () => {
  database = await testDatabase({ migrated: true })
  engine = await openEngine({ databaseUrl: database.url, secretKey: randomBytes(32) })
  auth = makeAuth({ engine, port: 3000, url: HOME, rateLimit: false })
})

afterAll(async () => {
  await engine.close()
  await database.drop()
})

test('nobody can sign up, whatever the number of users', async () => {
  const answer = await send('/sign-up/email', { name: 'Eve', email: 'e@x.io', password: PASSWORD })
  expect(answer.status).toBe(400)
  expect(await engine.database.pool`select 1 from users`).toHaveLength(0)
})

test('a wrong one-time code creates nobody and leaves the right one usable', async () => {
  await ownerCode(engine.database.db)
  const answer = await becomeOwner('AAAA-BBBB-CCCC', 'eve@example.com')
  expect(answer.status).toBe(403)
  expect((await answer.json()).code).toBe('WRONG_CODE')
  expect(await engine.database.pool`select 1 from users`).toHaveLength(0)
})

test('the right code makes the owner and signs them in; nobody becomes a second one', async () => {
  const code = (await ownerCode(engine.database.db)) ?? ''
  const [first, second] = await Promise.all([
    becomeOwner(code, 'Ada@Example.com'),
    becomeOwner(code, 'eve@example.com'),
  ])
  expect([first.status, second.status].sort()).toEqual([200, 403])

  const winner = first.ok ? first : second
  const cookie = winner.headers.get('set-cookie') ?? ''
  expect(cookie).toMatch(/HttpOnly/i)
  expect(cookie).toMatch(/SameSite=Lax/i)
  const person = await findPerson(auth, new Headers({ cookie: cookieOf(winner) }))
  expect(person?.role).toBe('owner')

  expect((await becomeOwner(code, 'mallory@example.com')).status).toBe(403)
  expect(await ownerCode(engine.database.db)).toBeNull()
  expect(await engine.database.pool`select 1 from users`).toHaveLength(1)
})

test('a person cannot give themselves a role', async () => {
  const signedIn = await signIn()
  await send('/update-user', { name: 'Ada', role: 'viewer' }, { cookie: cookieOf(signedIn) })
  expect(await engine.database.pool`select role from users`).toEqual([{ role: 'owner' }])
})

test('the password of the owner signs in, another one does not', async () => {
  expect((await signIn()).status).toBe(200)
  expect((await signIn('wrong password')).status).toBe(401)
})

test('localhost and 127.0.0.1 are the same place, another origin is refused', async () => {
  expect((await signIn(PASSWORD, { origin: 'http://127.0.0.1:3000' })).status).toBe(200)
  expect((await signIn(PASSWORD, { origin: 'https://evil.example' })).status).toBe(403)
})

test('after thirty tries within a minute the next is turned away, whatever address it claims', async () => {
  const limited = makeAuth({ engine, port: 3000, url: HOME })
  const statuses: number[] = []
  for (let index = 0; index < 31; index += 1) {
    const request = requestOf(
      '/sign-in/email',
      { email: 'not an address', password: PASSWORD },
      { 'x-forwarded-for': `192.0.2.${index}` },
    )
    statuses.push((await limited.handler(request)).status)
  }
  expect(statuses.slice(0, 30)).not.toContain(429)
  expect(statuses[30]).toBe(429)
})

function becomeOwner(code: string, email: string): Promise<Response> {
  return send('/create-owner', { code, name: 'Ada', email, password: PASSWORD })
}

async function signIn(password = PASSWORD, headers: Record<string, string> = {}) {
  const [owner] = await engine.database.pool<{ email: string }[]>`select email from users`
  return send('/sign-in/email', { email: owner?.email ?? '', password }, headers)
}

function send(path: string, body: object, headers: Record<string, string> = {}): Promise<Response> {
  return auth.handler(requestOf(path, body, headers))
}

function requestOf(path: string, body: object, headers: Record<string, string>): Request {
  return new Request(`${HOME}/api/auth${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: HOME, ...headers },
    body: JSON.stringify(body),
  })
}

function cookieOf(response: Response): string {
  return response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ')
}
