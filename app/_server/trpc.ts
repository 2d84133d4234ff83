import { initTRPC, TRPCError } from '@trpc/server'
import { z } from 'zod'
import { EditError } from '#engine/graph/edit.ts'
import { FlowDocumentError } from '#engine/graph/schema.ts'
import type { UserRole } from '#db/schema/people.ts'
import { NotFoundError } from '#engine/api.ts'
import { toNodeError } from '#nodes/errors.ts'
import type { Context } from './context.ts'

/** A fault in what was sent: where, and a sentence. */
export interface Fault {
  path: string
  message: string
}

const t = initTRPC.context<Context>().create({
  sse: {
    ping: { enabled: true, intervalMs: 15_000 },
    client: { reconnectAfterInactivityMs: 40_000 },
  },
  errorFormatter: ({ shape, error }) => ({
    ...shape,
    message: sentence(error),
    // No stack: it would tell a visitor how the server is built.
    data: { code: shape.data.code, httpStatus: shape.data.httpStatus, faults: faultsOf(error) },
  }),
})

export const router = t.router
export const createCallerFactory = t.createCallerFactory

/** Turns the errors our own code throws into the codes of tRPC. */
const translated = t.procedure.use(async ({ next }) => {
  const result = await next()
  if (result.ok) return result
  const { cause } = result.error
  if (cause instanceof NotFoundError) throw failure('NOT_FOUND', cause)
  if (cause instanceof FlowDocumentError || cause instanceof EditError) {
    throw failure('BAD_REQUEST', cause)
  }
  return result
})

/** Who may do what: each role may do all that the ones below it may. */
const RANK: Record<UserRole, number> = { viewer: 0, operator: 1, builder: 2, admin: 3, owner: 4 }

/** Reads. */
export const viewer = procedureOf('viewer')
/** Runs, cancels, retries and resolves. */
export const operator = procedureOf('operator')
/** Edits and publishes flows. */
export const builder = procedureOf('builder')
/** Changes connections and people. */
export const admin = procedureOf('admin')

function procedureOf(least: UserRole) {
  return translated.use(({ ctx, next }) => {
    const { person } = ctx
    if (!person) throw new TRPCError({ code: 'UNAUTHORIZED', message: 'Please sign in.' })
    if (RANK[person.role] < RANK[least]) {
      throw new TRPCError({
        code: 'FORBIDDEN',
        message: `Your role (${person.role}) does not allow this; it needs ${least}. Ask the owner.`,
      })
    }
    return next({ ctx: { engine: ctx.engine, person } })
  })
}

function failure(code: 'NOT_FOUND' | 'BAD_REQUEST', cause: Error): TRPCError {
  return new TRPCError({ code, message: cause.message, cause })
}

function sentence(error: TRPCError): string {
  if (error.cause instanceof z.ZodError) return z.prettifyError(error.cause)
  if (error.code !== 'INTERNAL_SERVER_ERROR') return error.message
  return toNodeError(error.cause ?? error).message
}

function faultsOf(error: TRPCError): Fault[] {
  return error.cause instanceof FlowDocumentError ? error.cause.faults : []
}
