import type postgres from 'postgres'
import { z } from 'zod'
import { PLAIN_DELIVERY, webhookSettings } from './events/webhook-settings.ts'

const fields = {
  /**
   * The currency the account is paid out in: money in others is exchanged. Null: money stays in
   * the currency it came in.
   */
  settlementCurrency: z
    .string()
    .regex(/^[a-z]{3}$/)
    .nullable(),
  /** How long what was just made is not found by search, by the sandbox's clock. */
  searchLagMs: z.number().min(0),
  /** More API calls within a second than this are refused; null for no limit. */
  requestsPerSecond: z.number().int().min(1).nullable(),
  /**
   * How long a change waits for another one of the same object before it is refused with
   * `lock_timeout`; null to wait for ever.
   */
  lockTimeoutMs: z.number().int().min(1).nullable(),
}

/** What can be changed of the make-believe account, by `PATCH /_sandbox/settings`. */
export const settingsChange = z.strictObject(fields).partial()

const settings = z.strictObject({
  ...fields,
  /** How events are delivered; `POST /_sandbox/webhooks` changes it. */
  webhooks: webhookSettings,
})

export type Settings = z.output<typeof settings>

/** The account's settings, and the address it was last reached at. Both outlive a restart. */
export interface SettingsStore {
  get: () => Promise<Settings & { origin: string }>
  change: (settings: Partial<Settings>) => Promise<void>
  /** Remembers the origin (`http://127.0.0.1:4242`) that links to the account's pages start with. */
  noteOrigin: (origin: string) => Promise<void>
  /** Forgets what is in memory, after the account has been emptied. */
  forget: () => void
}

/** Settings are read once and kept in memory: the stand-in is their only writer. */
export function createSettings(sql: postgres.Sql): SettingsStore {
  let known: Promise<Settings & { origin: string }> | null = null
  const get = () => {
    known ??= load(sql).catch((error: unknown) => {
      known = null
      throw error
    })
    return known
  }
  const save = async (values: object) => {
    await sql`
      insert into sandbox.stripe_settings (id, body) values (1, ${JSON.stringify(values)}::text::jsonb)
      on conflict (id) do update set body = sandbox.stripe_settings.body || excluded.body`
    known = null
  }
  return {
    get,
    change: save,
    noteOrigin: async (origin) => {
      if ((await get()).origin !== origin) await save({ origin })
    },
    forget: () => {
      known = null
    },
  }
}

async function load(sql: postgres.Sql): Promise<Settings & { origin: string }> {
  const rows = await sql<{ body: object }[]>`select body from sandbox.stripe_settings where id = 1`
  return { ...INITIAL, ...storedSchema.parse(rows[0]?.body ?? {}) }
}

const storedSchema = settings.extend({ origin: z.string() }).partial()

const INITIAL: Settings & { origin: string } = {
  settlementCurrency: null,
  searchLagMs: 0,
  requestsPerSecond: null,
  lockTimeoutMs: 2000,
  webhooks: PLAIN_DELIVERY,
  origin: 'http://127.0.0.1:4242',
}
