import { randomBytes } from 'node:crypto'
import { exportPKCS8, exportSPKI, generateKeyPair } from 'jose'
import type postgres from 'postgres'
import { z } from 'zod'
import { customFieldsSchema } from './custom-fields.ts'
import { hookSchema } from './hook-schema.ts'

/** The stored account, read once and kept: this process is the only one that changes it. */
export interface AccountStore {
  get: () => Promise<Account>
  update: (change: (account: Account) => Account) => Promise<Account>
}

/** Makes the account with fresh credentials unless there is one already. */
export async function createAccount(tx: postgres.TransactionSql): Promise<void> {
  const [existing] = await tx`select 1 from sandbox.netsuite_account`
  if (existing) return
  const signing = await pemKeys('ES256')
  const account: Account = {
    accountId: '1234567_SB1',
    clientId: randomBytes(32).toString('hex'),
    certificates: [{ id: certificateId(), algorithm: 'ES256', publicKeyPem: signing.publicKeyPem }],
    privateKeyPem: signing.privateKeyPem,
    tba: {
      consumerKey: randomBytes(32).toString('hex'),
      consumerSecret: randomBytes(32).toString('hex'),
      tokenId: randomBytes(32).toString('hex'),
      tokenSecret: randomBytes(32).toString('hex'),
    },
    tokenKeys: await pemKeys('PS256'),
    settings: DEFAULT_SETTINGS,
    customFields: NO_CUSTOM_FIELDS,
  }
  await tx`insert into sandbox.netsuite_account (id, data) values (1, ${tx.json(account)})`
}

export function accountStore(sql: postgres.Sql): AccountStore {
  let loaded: Promise<Account> | null = null
  return {
    get: () => (loaded ??= loadAccount(sql)),
    update: async (change) => {
      const changed = accountSchema.parse(change(await loadAccount(sql)))
      await sql`update sandbox.netsuite_account set data = ${sql.json(changed)}`
      loaded = Promise.resolve(changed)
      return changed
    },
  }
}

/** Reads the account from the database. */
export async function loadAccount(sql: postgres.Sql): Promise<Account> {
  const [row] = await sql<{ data: unknown }[]>`select data from sandbox.netsuite_account`
  return accountSchema.parse(row?.data)
}

/** An id as NetSuite gives one to an uploaded certificate. */
export const certificateId = (): string => randomBytes(32).toString('base64url')

/** The account's label in host names: lower case, `_` becomes `-`. */
const hostLabel = (accountId: string): string => accountId.toLowerCase().replaceAll('_', '-')

/** The host NetSuite would serve this account's REST services on. */
export const publicOrigin = (accountId: string): string =>
  `https://${hostLabel(accountId)}.suitetalk.api.netsuite.com`

/** The host NetSuite would serve this account's RESTlets on. */
export const publicRestletOrigin = (accountId: string): string =>
  `https://${hostLabel(accountId)}.restlets.api.netsuite.com`

export const settingsSchema = z.object({
  /** How many authenticated requests may run at once; the next one is answered 429. */
  concurrencyLimit: z.number().int().min(1).max(1000),
  /** IANA zone in which SuiteQL shows moments. */
  timeZone: z.string().refine(isTimeZone, 'Not an IANA time zone name.'),
  /** Whether the role is an administrator's, who alone may see the governance limits. */
  administrator: z.boolean(),
  /** Whether the account has subsidiaries. */
  oneWorld: z.boolean(),
  /** Whether customers get numbers; otherwise their name is their id, which must be unique. */
  autoNumbering: z.boolean(),
  /** Fields that the account's forms ask for besides those NetSuite needs itself. */
  mandatoryFields: z.array(z.strictObject({ recordType: z.string(), field: z.string() })),
  /** The preference "Void Transactions Using Reversing Journals". */
  reversalVoiding: z.boolean(),
  /** What the role may not do; `view` takes away everything, `edit` only changes. */
  deniedPermissions: z.array(
    z.strictObject({ name: z.string().min(1), level: z.enum(['view', 'edit']) }),
  ),
  /** How a missing permission is answered: both are seen in the wild. */
  permissionStatus: z.union([z.literal(400), z.literal(403)]),
  /** Milliseconds by which NetSuite's clock is ahead of this machine's. */
  clockOffsetMs: z.number().int(),
  /** Whether every call is answered with the HTML page of a maintenance window, and its status. */
  html: z.boolean(),
  htmlStatus: z.union([z.literal(200), z.literal(503)]),
  /** A user-event script that tells an address of every saved record; left out or null = none. */
  hook: hookSchema.nullable().optional(),
})

type AccountSettings = z.infer<typeof settingsSchema>

export const DEFAULT_SETTINGS: AccountSettings = {
  concurrencyLimit: 5,
  // Not UTC, so that a client that confuses the two is found out.
  timeZone: 'America/Los_Angeles',
  administrator: true,
  oneWorld: true,
  autoNumbering: true,
  mandatoryFields: [],
  reversalVoiding: false,
  deniedPermissions: [],
  permissionStatus: 403,
  clockOffsetMs: 0,
  html: false,
  htmlStatus: 200,
  hook: null,
}

/** The custom fields of a new account, unchanged. */
export const NO_CUSTOM_FIELDS = { added: [], removed: [] }

const certificateSchema = z.object({
  id: z.string(),
  /** JWS algorithm, such as `ES256`. */
  algorithm: z.string(),
  publicKeyPem: z.string(),
})

const accountSchema = z.object({
  accountId: z.string(),
  /** Client id of the integration record. */
  clientId: z.string(),
  /** The certificates on the "OAuth 2.0 Client Credentials (M2M) Setup" page. */
  certificates: z.array(certificateSchema),
  /** The private half of the first certificate, which an administrator would keep. */
  privateKeyPem: z.string(),
  tba: z.object({
    consumerKey: z.string(),
    consumerSecret: z.string(),
    tokenId: z.string(),
    tokenSecret: z.string(),
  }),
  /** Signs access tokens; stored so that tokens outlive a restart. */
  tokenKeys: z.object({ privateKeyPem: z.string(), publicKeyPem: z.string() }),
  // An account stored before a setting was thought of has its initial value.
  settings: z
    .record(z.string(), z.unknown())
    .transform((stored) => ({ ...DEFAULT_SETTINGS, ...stored }))
    .pipe(settingsSchema),
  customFields: customFieldsSchema.default(NO_CUSTOM_FIELDS),
})

/** The NetSuite account itself: who may sign in, how, and the settings an administrator has. */
export type Account = z.infer<typeof accountSchema>

async function pemKeys(algorithm: 'ES256' | 'PS256') {
  const keys = await generateKeyPair(algorithm, { extractable: true })
  return {
    privateKeyPem: await exportPKCS8(keys.privateKey),
    publicKeyPem: await exportSPKI(keys.publicKey),
  }
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}
