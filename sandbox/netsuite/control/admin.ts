import { Hono } from 'hono'
import { z } from 'zod'
import type { SandboxContext, SandboxEnv } from '../../context.ts'
import { faultSchema } from '../../faults.ts'
import { company } from '../../seed/company.ts'
import {
  certificateId,
  settingsSchema,
  DEFAULT_SETTINGS,
  NO_CUSTOM_FIELDS,
  type AccountStore,
} from '../account/account.ts'
import { administratorRoutes } from './administrator-routes.ts'
import type { Concurrency } from '../account/concurrency.ts'
import { renderRecords, type Json } from '../records/read-record.ts'
import { RECORD_ROOT } from '../records/record-routes.ts'
import { emptyNetSuiteTables } from '../records/schema.ts'
import { seedNetSuite } from '../seed/seed.ts'
import type { Sequences } from '../records/sequences.ts'
import type { SetupRecords } from '../records/setup-records.ts'
import { loadFamilies } from '../records/store.ts'

/** What no NetSuite account has: a look behind the scenes, faults, seeding. Needs no sign-in. */
export function adminRoutes(
  context: SandboxContext & {
    account: AccountStore
    setup: SetupRecords
    sequences: Sequences
    concurrency: Concurrency
  },
): Hono<SandboxEnv> {
  const { sql, now, faults, calls, account, setup, sequences, concurrency } = context
  const app = new Hono<SandboxEnv>()
  const settings = async () => ({
    ...(await account.get()).settings,
    maxConcurrent: concurrency.highest(),
  })

  const forget = () => {
    setup.forget()
    sequences.forget()
  }

  app.get('/faults', (c) => c.json(faults.list()))
  app.post('/faults', async (c) => {
    const body: unknown = await c.req.json()
    const added = z.union([z.array(faultSchema), faultSchema.transform((one) => [one])]).parse(body)
    for (const fault of added) faults.add(fault)
    return c.json(faults.list(), 201)
  })
  app.delete('/faults', (c) => {
    faults.clear()
    return c.body(null, 204)
  })

  app.get('/calls', async (c) => {
    const from = z.object({
      since: z.iso
        .datetime({ offset: true })
        .transform((text) => new Date(text))
        .optional(),
      after: z.coerce.number().int().optional(),
    })
    return c.json(await calls.count(from.parse(c.req.query())))
  })
  app.delete('/calls', async (c) => {
    await calls.clear()
    concurrency.forget()
    return c.body(null, 204)
  })

  app.route('/', administratorRoutes({ sql, account, setup, sequences, now }))

  app.get('/state', async (c) => {
    const root = `${new URL(c.req.url).origin}${RECORD_ROOT}`
    const index = await setup.get()
    const families = [...new Set(index.types.all.map(({ family }) => family))]
    const records = await loadFamilies(sql, families)
    const rendered = await renderRecords(sql, index, records, {
      root,
      expandSubResources: true,
      simpleEnumFormat: false,
      fields: null,
    })
    const state: Record<string, Json[]> = Object.fromEntries(
      index.types.all.map(({ name, family }) => [family === 'item' ? 'item' : name, []]),
    )
    records.forEach(({ type, family }, index) => {
      state[family === 'item' ? 'item' : type]?.push(rendered[index] ?? null)
    })
    return c.json(state)
  })

  app.get('/settings', async (c) => c.json(await settings()))
  app.patch('/settings', async (c) => {
    const body: unknown = await c.req.json()
    const change = settingsSchema.partial().parse(body)
    await account.update((one) => ({ ...one, settings: { ...one.settings, ...change } }))
    setup.forget()
    return c.json(await settings())
  })

  app.post('/reset', async (c) => {
    await sql.begin((tx) => emptyNetSuiteTables(tx))
    await account.update((one) => ({
      ...one,
      settings: DEFAULT_SETTINGS,
      customFields: NO_CUSTOM_FIELDS,
    }))
    forget()
    faults.clear()
    concurrency.forget()
    await calls.clear()
    return c.body(null, 204)
  })
  app.post('/seed', async (c) => {
    const text = await c.req.text()
    const body: unknown = text === '' ? {} : JSON.parse(text)
    const wanted = seedSchema.parse(body)
    await seedNetSuite(sql, company({ ...wanted, now: wanted.now ? new Date(wanted.now) : now() }))
    forget()
    return c.json({ seeded: true }, 201)
  })

  app.get('/credentials', async (c) => {
    const { accountId, clientId, certificates, privateKeyPem, tba } = await account.get()
    const [certificate] = certificates
    return c.json({
      accountId,
      oauth2: {
        clientId,
        certificateId: certificate?.id ?? '',
        privateKeyPem,
        algorithm: certificate?.algorithm ?? '',
      },
      tba,
    })
  })
  app.post('/certificates', async (c) => {
    const body: unknown = await c.req.json()
    const certificate = { id: certificateId(), ...certificateSchema.parse(body) }
    await account.update((one) => ({ ...one, certificates: [...one.certificates, certificate] }))
    return c.json({ certificateId: certificate.id }, 201)
  })

  app.onError((error, c) => {
    if (error instanceof z.ZodError) return c.json({ error: z.prettifyError(error) }, 400)
    if (error instanceof SyntaxError) return c.json({ error: error.message }, 400)
    throw error
  })
  return app
}

const seedSchema = z.strictObject({
  seed: z.number().int().default(1),
  customers: z.number().int().min(1).max(100_000).default(40),
  /** ISO 8601; the sandbox's clock when left out. */
  now: z.iso.datetime({ offset: true }).optional(),
})

const certificateSchema = z.strictObject({
  algorithm: z.enum(['PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512']),
  publicKeyPem: z.string().includes('BEGIN PUBLIC KEY'),
})
