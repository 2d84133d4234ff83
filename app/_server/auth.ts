import { createHmac } from 'node:crypto'
import { betterAuth } from 'better-auth'
import { drizzleAdapter } from 'better-auth/adapters/drizzle'
import { accounts, sessions, users, verifications } from '#db/schema/index.ts'
import type { Engine } from '#engine/api.ts'
import { createOwner } from './create-owner.ts'

export interface AuthOptions {
  engine: Engine
  port: number
  /** The address people use, such as https://tributary.example.com. */
  url: string
  /** Off only where tests sign in over and over. */
  rateLimit?: boolean
}

const MINUTE = 60
const DAY = 24 * 60 * MINUTE
const SIGN_INS_PER_MINUTE = 30

/**
 * Sign-in with e-mail and password. Nobody can sign up: the owner is created through `createOwner`
 * with the one-time code, everybody else by an administrator.
 */
export function makeAuth({ engine, port, url, rateLimit = true }: AuthOptions) {
  const behindProxy = url.startsWith('https:')
  return betterAuth({
    appName: 'Tributary',
    baseURL: url,
    basePath: '/api/auth',
    trustedOrigins: [url, `http://localhost:${port}`, `http://127.0.0.1:${port}`],
    // Derived, so that one key guards the installation and none is kept for this alone.
    secret: createHmac('sha256', engine.secretKey).update('sign-in').digest('hex'),
    database: drizzleAdapter(engine.database.db, {
      provider: 'pg',
      schema: { users, sessions, accounts, verifications },
      usePlural: true,
      transaction: true,
    }),
    emailAndPassword: { enabled: true, disableSignUp: true, minPasswordLength: 10 },
    user: {
      additionalFields: {
        role: { type: 'string', required: true, defaultValue: 'viewer', input: false },
      },
    },
    session: { expiresIn: 14 * DAY, updateAge: DAY },
    rateLimit: {
      enabled: rateLimit,
      window: MINUTE,
      max: 600,
      customRules: {
        '/sign-in/email': { window: MINUTE, max: SIGN_INS_PER_MINUTE },
        '/create-owner': { window: MINUTE, max: SIGN_INS_PER_MINUTE },
      },
    },
    advanced: {
      cookiePrefix: 'tributary',
      // The default, but said aloud: it is another one where NODE_ENV is `test`.
      disableCSRFCheck: false,
      disableOriginCheck: false,
      useSecureCookies: behindProxy,
      // Without a proxy before us anybody may write this header, and with it have as many tries as
      // they like: then all visitors share one limit.
      ipAddress: { ipAddressHeaders: behindProxy ? ['x-forwarded-for'] : [] },
      defaultCookieAttributes: { httpOnly: true, sameSite: 'lax' },
    },
    telemetry: { enabled: false },
    logger: { level: 'error' },
    plugins: [createOwner(engine)],
  })
}

export type Auth = ReturnType<typeof makeAuth>
