import { Hono } from 'hono'
import { z } from 'zod'
import type { SandboxEnv } from '../../context.ts'
import { customFieldSchema, listCustomFields } from '../account/custom-fields.ts'
import { NetSuiteError } from '../errors.ts'
import { loadRecords, updateRecord, type StoredRecord } from '../records/store.ts'
import { voidTransaction, type VoidTools } from '../receivables/void-transaction.ts'
import { createUserEvents } from '../services/user-event.ts'

/**
 * What an administrator does in NetSuite's own screens and REST has no call for: voiding, closing
 * periods, custom fields. Part of `/_sandbox`.
 */
export function administratorRoutes(tools: VoidTools): Hono<SandboxEnv> {
  const { sql, account, setup, now } = tools
  const userEvents = createUserEvents(account)
  const app = new Hono<SandboxEnv>()

  app.post('/void', async (c) => {
    const body: unknown = await c.req.json()
    try {
      const wanted = voidSchema.parse(body)
      const voided = await voidTransaction(tools, wanted)
      await userEvents.afterSubmit(wanted.type, voided.id, 'edit')
      return c.json(voided)
    } catch (error) {
      if (error instanceof NetSuiteError) return error.response()
      throw error
    }
  })

  app.get('/periods', async (c) =>
    c.json((await setup.get()).all('accountingPeriod').map(periodJson)),
  )
  app.patch('/periods/:period', async (c) => {
    const body: unknown = await c.req.json()
    const change = periodSchema.parse(body)
    const wanted = c.req.param('period')
    const found = (await setup.get())
      .all('accountingPeriod')
      .find(({ id, name }) => id === wanted || name.toLowerCase() === wanted.toLowerCase())
    if (!found) return c.json({ error: `There is no accounting period ${wanted}.` }, 404)
    const changed = await sql.begin(async (tx) => {
      const [period] = await loadRecords(
        tx,
        [{ family: 'accountingPeriod', id: found.id }],
        'for update',
      )
      if (!period) return found
      Object.assign(period.fields, change)
      await updateRecord(tx, { ...period, modified: now() })
      return period
    })
    setup.forget()
    return c.json(periodJson(changed))
  })

  const fields = async () => listCustomFields((await setup.get()).types.all)
  app.get('/custom-fields', async (c) => c.json(await fields()))
  app.post('/custom-fields', async (c) => {
    const body: unknown = await c.req.json()
    const field = customFieldSchema.parse(body)
    await account.update((one) => ({
      ...one,
      customFields: {
        added: [...one.customFields.added.filter(({ id }) => id !== field.id), field],
        removed: one.customFields.removed.filter((id) => id !== field.id),
      },
    }))
    setup.forget()
    return c.json(await fields(), 201)
  })
  app.delete('/custom-fields/:id', async (c) => {
    const gone = c.req.param('id').toLowerCase()
    if (!(await fields()).some(({ id }) => id === gone)) {
      return c.json({ error: `There is no custom field ${gone}.` }, 404)
    }
    await account.update((one) => ({
      ...one,
      customFields: {
        added: one.customFields.added.filter(({ id }) => id !== gone),
        removed: [...one.customFields.removed, gone],
      },
    }))
    setup.forget()
    return c.body(null, 204)
  })
  return app
}

const periodJson = ({ id, fields }: StoredRecord) => ({ id, ...fields })

const voidSchema = z.strictObject({
  type: z.string(),
  id: z.union([z.string(), z.number()]).transform(String),
})

const periodSchema = z
  .strictObject({
    closed: z.boolean(),
    allLocked: z.boolean(),
    arLocked: z.boolean(),
    allowNonGLChanges: z.boolean(),
  })
  .partial()
