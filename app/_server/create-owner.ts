import type { BetterAuthPlugin } from 'better-auth'
import { APIError, createAuthEndpoint } from 'better-auth/api'
import { setSessionCookie } from 'better-auth/cookies'
import { generateId } from 'better-auth'
import { hashPassword } from 'better-auth/crypto'
import { z } from 'zod'
import { insertOwner } from '#db/people.ts'
import { hasUsers, redeemOwnerCode, type Engine } from '#engine/api.ts'

const body = z.object({
  code: z.string().trim().min(1).max(100),
  name: z.string().trim().min(1).max(200),
  email: z.email().max(200),
  password: z.string().min(10).max(128),
})

/**
 * The door through which the first visitor becomes the owner: POST /create-owner with the one-time
 * code that the start of Tributary printed. Code and account are one transaction: a wrong code
 * creates nobody, and a code is not used up by an account that could not be created.
 */
export function createOwner(engine: Engine) {
  return {
    id: 'create-owner',
    endpoints: {
      createOwner: createAuthEndpoint(
        '/create-owner',
        { method: 'POST', body },
        async (context) => {
          const { code, name, email, password } = context.body
          const owner = {
            id: generateId(),
            accountId: generateId(),
            name,
            email: email.toLowerCase(),
            passwordHash: await hashPassword(password),
          }
          await engine.database.db.transaction(async (tx) => {
            if (await hasUsers(tx)) throw refusal('OWNER_EXISTS')
            if (!(await redeemOwnerCode(tx, code))) throw refusal('WRONG_CODE')
            await insertOwner(tx, owner)
          })
          const session = await context.context.internalAdapter.createSession(owner.id)
          const user = await context.context.internalAdapter.findUserById(owner.id)
          if (!session || !user) throw refusal('NOT_SIGNED_IN')
          await setSessionCookie(context, { session, user })
          return context.json({ userId: owner.id })
        },
      ),
    },
  } satisfies BetterAuthPlugin
}

const REFUSALS = {
  OWNER_EXISTS: 'There is an owner already. Sign in, or ask the owner to invite you.',
  WRONG_CODE:
    'This one-time code is not right, or it was used before. It stands in the terminal where Tributary was started.',
  NOT_SIGNED_IN: 'Your account is there, but signing in failed. Please sign in.',
} as const

function refusal(code: keyof typeof REFUSALS): APIError {
  return new APIError('FORBIDDEN', { code, message: REFUSALS[code] })
}
