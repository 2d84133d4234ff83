import { TRPCError } from '@trpc/server'
import { z } from 'zod'
import { server } from '../engine.ts'
import { findCounterparts } from '../sandbox/counterparts.ts'
import { control, hasSandbox, sandboxLink } from '../sandbox/link.ts'
import { netSuiteAccount } from '../sandbox/netsuite-account.ts'
import { listNetSuite } from '../sandbox/netsuite-lists.ts'
import { netSuiteRecord } from '../sandbox/netsuite-record.ts'
import { NETSUITE_LISTS, STRIPE_LISTS } from '../sandbox/rows.ts'
import { said, stripeAccount } from '../sandbox/stripe-account.ts'
import { listStripe } from '../sandbox/stripe-lists.ts'
import { stripeRecord } from '../sandbox/stripe-record.ts'
import {
  advanceClock,
  faultSchema,
  listFaults,
  readClock,
  readWebhooks,
  resetClock,
  webhookChange,
} from '../sandbox/trouble.ts'
import * as writes from '../sandbox/writes.ts'
import { builder, router, viewer } from '../trpc.ts'

const system = z.enum(['stripe', 'netsuite'])
const id = z.string().min(1).max(100)
const stripeList = { system: z.literal('stripe'), list: z.enum(STRIPE_LISTS) }
const netsuiteList = { system: z.literal('netsuite'), list: z.enum(NETSUITE_LISTS) }

const place = z.discriminatedUnion('system', [
  z.object({ ...stripeList, id }),
  z.object({ ...netsuiteList, id }),
])

const page = {
  search: z.string().max(200).default(''),
  limit: z.number().int().min(1).max(100).default(20),
  cursor: z.string().max(500).nullish(),
}

/** The two stand-in systems, as their users see them, and the trouble they can be made to give. */
export const sandboxRouter = router({
  /** Whether this installation has them at all. */
  present: viewer.query(async ({ ctx }) => hasSandbox(ctx.engine, await link())),

  overview: viewer.query(async () => {
    const at = await link()
    const [clock, webhooks, stripe, netsuite] = await Promise.all([
      readClock(at),
      readWebhooks(at),
      listFaults(at, 'stripe'),
      listFaults(at, 'netsuite'),
    ])
    return { clock, webhooks, faults: { stripe, netsuite } }
  }),

  list: viewer
    .input(
      z.discriminatedUnion('system', [
        z.object({ ...stripeList, ...page }),
        z.object({ ...netsuiteList, ...page }),
      ]),
    )
    .query(async ({ ctx, input }) => {
      const at = await link()
      const query = { search: input.search, after: input.cursor ?? null, limit: input.limit }
      const found =
        input.system === 'stripe'
          ? await said(async () => listStripe(await stripeAccount(at), input.list, query))
          : await listNetSuite(await netSuiteAccount(at), input.list, query)
      const ids = found.rows.map((row) => row.id)
      const links = await findCounterparts(ctx.engine.database.db, input.system, ids)
      const rows = found.rows.map((row) => ({
        ...row,
        counterpart: row.counterpart ?? links.get(row.id)?.at(-1) ?? null,
      }))
      return { ...found, rows }
    }),

  record: viewer.input(place).query(async ({ ctx, input }) => {
    const at = await link()
    const record =
      input.system === 'stripe'
        ? await said(async () => stripeRecord(await stripeAccount(at), input.list, input.id))
        : await netSuiteRecord(await netSuiteAccount(at), input.list, input.id)
    const links = await findCounterparts(ctx.engine.database.db, input.system, [record.id])
    const known = new Set(record.counterparts.map((one) => one.id))
    const more = (links.get(record.id) ?? []).filter((one) => !known.has(one.id))
    return { ...record, counterparts: [...record.counterparts, ...more] }
  }),

  /** What an invoice in NetSuite can sell. */
  items: viewer.query(async () => {
    const account = await netSuiteAccount(await link())
    const sql =
      "SELECT id, itemid AS name FROM item WHERE isinactive = 'F' AND itemtype IN ('Service', 'NonInvtPart') ORDER BY itemid"
    const { rows } = await account.query(sql, [], { limit: 200, offset: 0 })
    return rows.map((row) => ({ id: String(row.id), name: String(row.name) }))
  }),

  createInvoice: builder
    .input(writes.newInvoice.extend({ system }))
    .mutation(async ({ input: { system: where, ...invoice } }) => {
      const at = await link()
      const created =
        where === 'stripe'
          ? await said(async () => writes.createStripeInvoice(await stripeAccount(at), invoice))
          : await writes.createNetSuiteInvoice(await netSuiteAccount(at), invoice)
      return { id: created }
    }),

  edit: builder
    .input(z.object({ place, changes: writes.changes }))
    .mutation(async ({ input: { place: where, changes } }) => {
      const at = await link()
      if (where.system === 'netsuite') {
        return writes.editNetSuite(await netSuiteAccount(at), where.list, where.id, changes)
      }
      return said(async () =>
        writes.editStripe(await stripeAccount(at), where.list, where.id, changes),
      )
    }),

  void: builder.input(place).mutation(async ({ input }) => {
    const at = await link()
    if (input.system === 'netsuite') return writes.voidNetSuite(at, input.list, input.id)
    if (input.list !== 'invoice') throw refuse('In Stripe only invoices are voided.')
    await said(async () => (await stripeAccount(at)).invoices.voidInvoice(input.id))
  }),

  finalize: builder.input(z.object({ id })).mutation(async ({ input }) => {
    const stripe = await stripeAccount(await link())
    await said(() => stripe.invoices.finalizeInvoice(input.id))
  }),

  pay: builder
    .input(z.object({ id, method: z.enum(writes.PAY_METHODS) }))
    .mutation(async ({ input }) => {
      const stripe = await stripeAccount(await link())
      await said(() => writes.payInvoice(stripe, input.id, input.method))
    }),

  refund: builder
    .input(z.object({ id, major: writes.amountSchema.nullable(), currency: z.string().length(3) }))
    .mutation(async ({ input }) => {
      const stripe = await stripeAccount(await link())
      return { id: await said(() => writes.refundPayment(stripe, input)) }
    }),

  /** Ends a bank debit that is under way. */
  settle: builder
    .input(z.object({ id, how: z.enum(['settle', 'fail']) }))
    .mutation(async ({ input }) => {
      const at = await link()
      await said(async () => writes.settlePayment(at, await stripeAccount(at), input))
    }),

  changeWebhooks: builder.input(webhookChange).mutation(async ({ input }) => {
    await control(await link(), 'stripe', 'POST /webhooks', input)
  }),

  /** Delivers every event that waits, now. */
  deliverWebhooks: builder.mutation(async () => {
    await control(await link(), 'stripe', 'POST /webhooks/deliver')
  }),

  addFault: builder.input(z.object({ system, fault: faultSchema })).mutation(async ({ input }) => {
    await control(await link(), input.system, 'POST /faults', input.fault)
  }),

  clearFaults: builder.input(z.object({ system })).mutation(async ({ input }) => {
    await control(await link(), input.system, 'DELETE /faults')
  }),

  advance: builder
    .input(z.object({ days: z.number().int().min(1).max(400), business: z.boolean() }))
    .mutation(async ({ input }) => advanceClock(await link(), input)),

  resetClock: builder.mutation(async () => resetClock(await link())),

  reset: builder.mutation(async () => {
    const at = await link()
    for (const one of system.options) await control(at, one, 'POST /reset')
  }),

  seed: builder
    .input(
      z.object({
        customers: z.number().int().min(1).max(1_000),
        invoices: z.number().int().min(0).max(5_000),
      }),
    )
    .mutation(async ({ input }) => {
      const at = await link()
      await control(at, 'stripe', 'POST /seed', input)
      await control(at, 'netsuite', 'POST /seed', { customers: input.customers })
    }),
})

async function link() {
  return sandboxLink((await server()).env)
}

function refuse(message: string): TRPCError {
  return new TRPCError({ code: 'BAD_REQUEST', message })
}
