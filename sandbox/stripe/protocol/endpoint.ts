import type { Context } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { z } from 'zod'
import type postgres from 'postgres'
import type { SandboxEnv } from '../../context.ts'
import { openWork, storeWork, type StripeAccount } from '../store/change.ts'
import { begin } from '../store/begin.ts'
import { renewLinks } from '../pages/link-issue.ts'
import { errorForStatus, StripeError } from './errors.ts'
import { expandAnswer } from './expand.ts'
import { decodeForm, expand, readParams } from './form.ts'
import { claimKey, saveAnswer, type KeyedCall } from './idempotency.ts'
import type { Sql } from '../store/store.ts'
import type { Work } from '../store/work.ts'

export interface StripeEnv extends SandboxEnv {
  Variables: SandboxEnv['Variables'] & { requestId: string }
}

type StripeRequest = Context<StripeEnv>
type Handler = (c: StripeRequest) => Promise<Response>

/** Makes the handlers of the API's calls; every call checks its parameters, unknown ones too. */
export interface Endpoints {
  /** A call that only reads. */
  read: <Shape extends z.ZodRawShape>(
    shape: Shape,
    answer: (sql: Sql, params: z.output<z.ZodObject<Shape>>, id: string) => Promise<object>,
  ) => Handler
  /** A call that shows what a change would make of the account, and makes nothing of it. */
  preview: <Shape extends z.ZodRawShape>(
    shape: Shape,
    change: (work: Work, params: z.output<z.ZodObject<Shape>>, id: string) => Promise<object>,
  ) => Handler
  /**
   * A call that changes something, in one transaction with its events and its idempotency key. A
   * StripeError that is thrown undoes the change; one that is returned (a declined card) keeps it.
   */
  write: <Shape extends z.ZodRawShape>(
    shape: Shape,
    change: (work: Work, params: z.output<z.ZodObject<Shape>>, id: string) => Promise<object>,
  ) => Handler
}

export function createEndpoints(account: StripeAccount): Endpoints {
  return {
    read: (shape, answer) => {
      const schema = z.strictObject(shape)
      return async (c) => {
        const { paths, rest } = takeExpand(decodeForm(query(c)))
        const params = readParams(schema, rest)
        const body = await answer(account.sql, params, idOf(c))
        renewLinks(body, account.now())
        await expandAnswer(account.sql, body, paths)
        return c.json(body)
      }
    },
    preview: (shape, change) => {
      const schema = z.strictObject(shape)
      return async (c) => {
        const sent = c.req.method === 'GET' ? '' : await c.req.text()
        const form = [query(c), sent].filter((part) => part !== '').join('&')
        const { paths, rest } = takeExpand(decodeForm(form))
        const params = readParams(schema, rest)
        const body = await begin(account.sql, async (tx) => {
          const now = Math.floor(account.now().getTime() / 1000)
          const request = { id: null, idempotency_key: null }
          return change(await openWork(account, tx, { now, request }), params, idOf(c))
        })
        await expandAnswer(account.sql, body, paths)
        return c.json(body)
      }
    },
    write: (shape, change) => {
      const schema = z.strictObject(shape)
      return async (c) => {
        const form = [query(c), await c.req.text()].filter((part) => part !== '').join('&')
        const decoded = decodeForm(form)
        const { paths, rest } = takeExpand(decoded)
        const params = readParams(schema, rest)
        const id = idOf(c)
        const outcome = await carryOut(account, c, decoded, paths, (work) =>
          change(work, params, id),
        )
        if (outcome.replayed) c.header('Idempotent-Replayed', 'true')
        return c.json(outcome.body, asStatus(outcome.status))
      }
    },
  }
}

interface Outcome {
  status: number
  body: object
  replayed?: boolean
  /** Something of the change is for later. */
  scheduled?: boolean
}

async function carryOut(
  account: StripeAccount,
  c: StripeRequest,
  params: unknown,
  paths: string[] | undefined,
  change: (work: Work) => Promise<object>,
): Promise<Outcome> {
  const now = account.now()
  const requestId = c.get('requestId')
  // Stripe ignores the key on DELETE, which is idempotent by itself.
  const key = c.req.method === 'POST' ? c.req.header('Idempotency-Key') : undefined
  const call: KeyedCall | null = key ? { key, path: c.req.path, params, requestId } : null
  await account.settings.noteOrigin(new URL(c.req.url).origin)
  const { lockTimeoutMs } = await account.settings.get()
  const outcome = await begin(account.sql, async (tx): Promise<Outcome> => {
    if (lockTimeoutMs) await tx`select set_config('lock_timeout', ${`${lockTimeoutMs}ms`}, true)`
    const before = call && (await claimKey(tx, call, now))
    if (before) return { status: before.status, body: before.body, replayed: true }
    const work = await openWork(account, tx, {
      now: Math.floor(now.getTime() / 1000),
      request: { id: requestId, idempotency_key: key ?? null },
    })
    // A refused change has written nothing yet, so its refusal is the answer that is kept. What
    // goes wrong afterwards (a wrong `expand`) takes the whole transaction back.
    const result = await change(work).catch((error: unknown) => refusal(error))
    const outcome =
      result instanceof Refusal
        ? { status: result.error.status, body: result.error.body() }
        : await store(account, tx, work, { result, paths })
    if (call) await saveAnswer(tx, call, outcome, now)
    return outcome
  }).catch((error: unknown) => {
    throw isLockTimeout(error) ? errorForStatus(429, 'lock_timeout') : error
  })
  if (outcome.scheduled) account.schedule.forget()
  return outcome
}

async function store(
  account: StripeAccount,
  tx: postgres.TransactionSql,
  work: Work,
  { result, paths }: { result: object; paths: string[] | undefined },
): Promise<Outcome> {
  const scheduled = await storeWork(account, tx, work)
  if (result instanceof StripeError) {
    return { status: result.status, body: result.body(), scheduled }
  }
  const body = structuredClone(result)
  await expandAnswer(tx, body, paths)
  return { status: 200, body, scheduled }
}

/** https://www.postgresql.org/docs/current/errcodes-appendix.html: `lock_not_available`. */
function isLockTimeout(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === '55P03'
}

/** A change that was refused, in contrast to a StripeError that a change returned. */
class Refusal {
  readonly error: StripeError

  constructor(error: StripeError) {
    this.error = error
  }
}

function refusal(error: unknown): Refusal {
  if (error instanceof StripeError) return new Refusal(error)
  throw error
}

function takeExpand(decoded: Record<string, unknown>) {
  const { expand: wanted, ...rest } = decoded
  return { paths: readParams(z.object({ expand }), { expand: wanted }).expand, rest }
}

/** The ids in the path, the one nearest to the end last: `in_1/il_1` for a line of an invoice. */
function idOf(c: StripeRequest): string {
  const inner = c.req.param('inner')
  return [c.req.param('id') ?? '', ...(inner === undefined ? [] : [inner])].join('/')
}

function query(c: StripeRequest): string {
  return new URL(c.req.url).search.slice(1)
}

function asStatus(status: number): ContentfulStatusCode {
  const known: ContentfulStatusCode[] = [200, 400, 402, 403, 404, 409, 429, 500]
  return known.find((candidate) => candidate === status) ?? 500
}
