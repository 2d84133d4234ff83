import { z } from 'zod'
import type { OpenConnection } from '../connection.ts'
import { NodeError } from '../errors.ts'
import { DEFAULT_CONCURRENCY } from './connection.ts'

/** A connection's config and secret, checked once before a client is made of them. */
export interface NetSuiteSettings {
  accountId: string
  /** Origin of the REST service, without a slash at its end. */
  origin: string
  concurrencyLimit: number
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
  const { accountId, auth, baseUrl, concurrencyLimit } = config.data
  const secret = (auth === 'tba' ? TBA : OAUTH2).safeParse({ ...connection.secret, auth })
  if (!secret.success) throw incomplete(secret.error)
  return {
    accountId,
    origin: baseUrl ? new URL(baseUrl).origin : netSuiteAddress(accountId),
    concurrencyLimit: concurrencyLimit ?? DEFAULT_CONCURRENCY,
    credentials: secret.data,
  }
}

/**
 * REST address of an account: lower case, `_` becomes `-`.
 * https://docs.oracle.com/en/cloud/saas/netsuite/ns-online-help/section_1546938065.html
 */
export function netSuiteAddress(accountId: string): string {
  return `https://${accountId.toLowerCase().replaceAll('_', '-')}.suitetalk.api.netsuite.com`
}

const TEXT = z.string().trim().min(1)

const CONFIG = z.object({
  accountId: TEXT.regex(/^[a-z0-9_-]+$/i),
  auth: z.enum(['oauth2', 'tba']).default('oauth2'),
  baseUrl: z.union([z.literal(''), z.url()]).default(''),
  concurrencyLimit: z.number().int().min(1).nullish(),
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
