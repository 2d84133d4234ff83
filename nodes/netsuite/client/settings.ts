import { z } from 'zod'
import type { OpenConnection } from '../../connection.ts'
import { NodeError } from '../../errors.ts'
import { DEFAULT_CONCURRENCY, RESTLET_DEPLOYMENT, RESTLET_SCRIPT } from '../connection.ts'

/** A connection's config and secret, checked once before a client is made of them. */
export interface NetSuiteSettings {
  accountId: string
  /** Origin of the REST service, without a slash at its end. */
  origin: string
  concurrencyLimit: number
  /** What NetSuite does with a field of ours that it does not know. */
  unknownFields: 'error' | 'warning' | 'ignore'
  /** IANA name of the account's time zone; null when nobody said it. */
  timeZone: string | null
  restlet: { origin: string; script: string; deployment: string }
  credentials: OAuth2Credentials | TbaCredentials
}

export type OAuth2Credentials = z.infer<typeof OAUTH2>
export type TbaCredentials = z.infer<typeof TBA>

/** Checks what a connection stores; throws NodeError `connection` naming the first field at fault. */
export function netSuiteSettings(
  connection: Pick<OpenConnection, 'config' | 'secret'>,
): NetSuiteSettings {
  const config = CONFIG.safeParse(connection.config)
  if (!config.success) throw incomplete(config.error)
  const { accountId, auth, baseUrl, concurrencyLimit, unknownFields, timeZone } = config.data
  const secret = (auth === 'tba' ? TBA : OAUTH2).safeParse({ ...connection.secret, auth })
  if (!secret.success) throw incomplete(secret.error)
  const own = baseUrl ? new URL(baseUrl).origin : null
  return {
    accountId,
    origin: own ?? netSuiteAddress(accountId),
    concurrencyLimit: concurrencyLimit ?? DEFAULT_CONCURRENCY,
    unknownFields,
    timeZone: timeZone || null,
    restlet: {
      origin: own ?? netSuiteAddress(accountId, 'restlets'),
      script: config.data.restletScript || RESTLET_SCRIPT,
      deployment: config.data.restletDeployment || RESTLET_DEPLOYMENT,
    },
    credentials: secret.data,
  }
}

/**
 * Address of an account's REST services or RESTlets: lower case, `_` becomes `-`.
 * https://docs.oracle.com/en/cloud/saas/netsuite/ns-online-help/section_1546938065.html
 */
export function netSuiteAddress(
  accountId: string,
  service: 'suitetalk' | 'restlets' = 'suitetalk',
): string {
  return `https://${accountId.toLowerCase().replaceAll('_', '-')}.${service}.api.netsuite.com`
}

function isTimeZone(name: string): boolean {
  if (name === '') return true
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}

const TEXT = z.string().trim().min(1)

const CONFIG = z.object({
  accountId: TEXT.regex(/^[a-z0-9_-]+$/i),
  auth: z.enum(['oauth2', 'tba']).default('oauth2'),
  baseUrl: z.union([z.literal(''), z.url()]).default(''),
  concurrencyLimit: z.number().int().min(1).nullish(),
  unknownFields: z.enum(['error', 'warning', 'ignore']).default('error'),
  timeZone: z.string().trim().refine(isTimeZone).default(''),
  restletScript: z.string().trim().default(''),
  restletDeployment: z.string().trim().default(''),
})

const OAUTH2 = z.object({
  auth: z.literal('oauth2'),
  clientId: TEXT,
  certificateId: TEXT,
  privateKeyPem: TEXT,
})

const TBA = z.object({
  auth: z.literal('tba'),
  consumerKey: TEXT,
  consumerSecret: TEXT,
  tokenId: TEXT,
  tokenSecret: TEXT,
})

function incomplete(error: z.ZodError): NodeError {
  const field = error.issues[0]?.path.join('.') ?? 'connection'
  return new NodeError({
    class: 'connection',
    code: 'incomplete',
    field,
    message: `The NetSuite connection is incomplete: "${field}" is missing or not valid.`,
    credentials: true,
  })
}
