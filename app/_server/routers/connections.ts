import { TRPCError } from '@trpc/server'
import { z } from 'zod'
import * as api from '#engine/api.ts'
import { CONNECTION_TYPES } from '../../_connections/connection-types.ts'
import { entryFaults } from '../../_connections/entry-faults.ts'
import { admin, router, viewer } from '../trpc.ts'

const name = z.string().trim().min(1).max(200)
const jsonObject = z.record(z.string(), z.json())

const connection = z.object({
  id: z.string().optional(),
  name,
  system: z.enum(['stripe', 'netsuite']),
  config: jsonObject,
  /** Left out to keep the stored one; goes in and never comes out. */
  secret: jsonObject.optional(),
  concurrencyLimit: z.number().int().min(1).max(200),
})

export const connectionsRouter = router({
  list: viewer.query(({ ctx }) => api.listConnections(ctx.engine)),

  integrations: viewer.query(({ ctx }) => api.listIntegrations(ctx.engine)),

  save: admin.input(connection).mutation(({ ctx, input }) => {
    refuseFaults(input)
    return api.saveConnection(ctx.engine, { ...input, userId: ctx.person.id })
  }),

  test: admin
    .input(z.object({ connectionId: z.string() }))
    .mutation(({ ctx, input }) => api.testConnection(ctx.engine, input.connectionId)),

  addIntegration: admin
    .input(z.object({ name, stripeConnectionId: z.string(), netsuiteConnectionId: z.string() }))
    .mutation(async ({ ctx, input }) => {
      const id = `integration_${crypto.randomUUID().slice(0, 8)}`
      const userId = ctx.person.id
      await api.saveIntegration(ctx.engine, { ...input, id, settings: {}, userId })
      return { integrationId: id }
    }),
})

function refuseFaults(entry: z.infer<typeof connection>): void {
  const { fields, secretFields } = CONNECTION_TYPES[entry.system]
  const asked = entry.secret ? { ...fields, ...secretFields } : fields
  const [fault] = entryFaults(asked, { ...entry.config, ...entry.secret })
  if (fault) throw new TRPCError({ code: 'BAD_REQUEST', message: fault.message })
  if (entry.id === undefined && !entry.secret) {
    throw new TRPCError({ code: 'BAD_REQUEST', message: 'A new connection needs its secret.' })
  }
}
