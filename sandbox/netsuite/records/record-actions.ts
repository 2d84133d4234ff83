import { Hono } from 'hono'
import type postgres from 'postgres'
import type { SandboxEnv, SandboxRequest } from '../../context.ts'
import { notFound, userError } from '../errors.ts'
import type { SetupRecords } from './setup-records.ts'
import { loadRecords, updateRecord, type StoredRecord } from './store.ts'

/**
 * Attaching contacts to customers and detaching them, and record actions
 * (https://docs.oracle.com/en/cloud/saas/netsuite/ns-online-help/section_156631158782.html). None of
 * the record types here has an action that REST could call: voiding, above all, is not one.
 */
export function actionRoutes(
  sql: postgres.Sql,
  setup: SetupRecords,
  now: () => Date,
): Hono<SandboxEnv> {
  const app = new Hono<SandboxEnv>()
  const load = async (c: SandboxRequest, typeName: string, key: string): Promise<StoredRecord> => {
    const type = (await setup.get()).types.named(typeName)
    if (!type) throw notFound(`Record type '${typeName}' does not exist.`, c.req.path)
    const wanted = key.startsWith('eid:') ? { externalId: key.slice(4) } : { id: key }
    const [record] = await loadRecords(sql, [{ family: type.family, ...wanted }])
    if (record?.type !== type.name) throw notFound(undefined, c.req.path)
    return record
  }
  const change = async (c: SandboxRequest, attach: boolean) => {
    const { type = '', id = '', contact = '' } = c.req.param()
    const record = await load(c, type, id)
    const person = await load(c, 'contact', contact)
    if (record.type !== 'customer') {
      throw userError(`A contact cannot be attached to a record of the type ${record.type}.`)
    }
    if (attach) person.fields.company = record.id
    else if (person.fields.company === record.id) delete person.fields.company
    await updateRecord(sql, { ...person, modified: now() })
    setup.forget()
    return c.body(null, 204)
  }
  app.post('/:type/:id/!attach/contact/:contact', (c) => change(c, true))
  app.post('/:type/:id/!detach/contact/:contact', (c) => change(c, false))
  app.post('/:type/:id/:action{@.+}', async (c) => {
    const { type, id, action } = c.req.param()
    await load(c, type, id)
    throw userError(`The record action ${action.slice(1)} is not supported for the type ${type}.`)
  })
  return app
}
