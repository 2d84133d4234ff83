import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { z } from 'zod'
import { testDatabase, type TestDatabase } from '../testing/database.ts'
import { freePort } from './free-port.ts'
import { ROOT } from './root.ts'

const FLOW = 'Stripe Invoice → NetSuite Invoice Add'
let database: TestDatabase
let home = ''
let env: NodeJS.ProcessEnv

beforeAll(async () => {
  database = await testDatabase({ migrated: true })
  home = mkdtempSync(join(tmpdir(), 'tributary-cli-'))
  env = {
    ...process.env,
    DATABASE_URL: database.url,
    TRIBUTARY_HOME: home,
    TRIBUTARY_SANDBOX: '1',
    STRIPE_SANDBOX_PORT: String(await freePort(null)),
    NETSUITE_SANDBOX_PORT: String(await freePort(null)),
  }
})
afterAll(async () => {
  await database.drop()
  rmSync(home, { recursive: true })
})

it('evaluates lines without a database', async () => {
  const lines = ['{"expression":"a + 1","input":{"a":2}}', '{"expression":"a +"}', '']
  const answer = await tributary(['eval'], {
    input: lines.join('\n'),
    env: { DATABASE_URL: 'none' },
  })
  const [good, bad] = answer.out
    .trim()
    .split('\n')
    .map((line): unknown => JSON.parse(line))
  expect(good).toEqual({ result: 3 })
  expect(bad).toMatchObject({ error: { code: 'S0207', position: 3 } })
})

it('without npm start it fills the sandbox, runs a flow itself and tells what happened', async () => {
  const flows = z.array(z.object({ name: z.string() })).parse(await json('flow', 'list'))
  expect(flows.map((flow) => flow.name)).toContain(FLOW)

  const invoices = z.object({
    stripe: z.object({
      invoices: z.array(z.object({ id: z.string(), status: z.string(), total: z.number() })),
    }),
  })
  const { stripe } = invoices.parse(await json('sandbox', 'state'))
  const paid = stripe.invoices.find((one) => one.status === 'paid' && one.total > 0)
  const key = paid?.id ?? ''

  const run = await json('flow', 'run', FLOW, '--ids', key, '--wait')
  expect(run).toMatchObject({ state: 'done', counts: { read: 1, done: 1, failed: 0 } })
  const [way] = z.array(z.object({ steps: z.array(z.unknown()) })).parse(await json('trace', key))
  expect(way?.steps.length).toBeGreaterThan(5)
}, 240_000)

it('a malformed flow file is refused with the path of the fault, and nothing is stored', async () => {
  const before = await json('flow', 'list')
  const file = join(home, 'flow.json')
  writeFileSync(file, JSON.stringify({ format: 1, name: 'Bad', nodes: [{ id: 'a' }], edges: [] }))
  const refused = await tributary(['flow', 'import', file, '--json'])
  expect(refused.code).toBe(1)
  expect(JSON.parse(refused.out)).toMatchObject({
    error: {
      faults: expect.arrayContaining([expect.objectContaining({ path: '$.nodes[0].kind' })]),
    },
  })
  expect(await json('flow', 'list')).toEqual(before)
}, 120_000)

it("the flow's own tests pass", async () => {
  expect(await json('flow', 'test', FLOW)).toMatchObject({ failed: 0 })
}, 120_000)

it('what does not exist is one sentence and exit code 1', async () => {
  const answer = await tributary(['flow', 'show', 'Nothing'])
  expect(answer).toMatchObject({ code: 1, out: '' })
  expect(answer.err).toContain('There is no flow "Nothing"')
}, 120_000)

async function json(...args: string[]): Promise<unknown> {
  const { code, out, err } = await tributary([...args, '--json'])
  if (code !== 0) throw new Error(`tributary ${args.join(' ')} ended with ${code}: ${out}${err}`)
  return JSON.parse(out)
}

function tributary(args: string[], options: { input?: string; env?: Record<string, string> } = {}) {
  return new Promise<{ code: number | null; out: string; err: string }>((resolve) => {
    const child = spawn(process.execPath, [join(ROOT, 'bin/tributary.ts'), ...args], {
      env: { ...env, ...options.env },
    })
    let out = ''
    let err = ''
    child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()))
    child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()))
    child.on('close', (code) => resolve({ code, out, err }))
    child.stdin.end(options.input ?? '')
  })
}
