import type { JsonObject } from '#nodes/json.ts'
import type { TemplateWorld } from './template-world.ts'

/** What people do in NetSuite, for tests of flows that begin there. */
export interface NetSuiteBusiness {
  customer: string
  /** An invoice over one line, due in a month unless told otherwise. */
  invoice: (amount: number, over?: JsonObject) => Promise<string>
  /** A check, applied to an invoice. */
  pay: (invoice: string, amount: number, over?: JsonObject) => Promise<string>
  /** A credit memo, applied to an invoice. */
  credit: (invoice: string, amount: number, over?: JsonObject) => Promise<string>
  /** The Void button. */
  void: (invoice: string) => Promise<void>
  /** The fields of an invoice as they stand now. */
  read: (invoice: string) => Promise<JsonObject>
}

const ITEM = { id: '90' }

/** Opens business with one customer, in US dollars. */
export async function netSuiteBusiness(world: TemplateWorld): Promise<NetSuiteBusiness> {
  const { netsuite, signal } = world
  const customer = await netsuite.create(
    'customer',
    { companyName: 'Acme', email: 'ap@acme.test', subsidiary: { id: '1' } },
    signal,
  )
  const entity = { id: customer }
  const apply = (id: string, amount: number) => ({ items: [{ doc: { id }, apply: true, amount }] })
  const line = (rate: number) => ({ items: [{ item: ITEM, quantity: 1, rate }] })
  const dueDate = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10)
  return {
    customer,
    invoice: (amount, over = {}) =>
      netsuite.create('invoice', { entity, dueDate, item: line(amount), ...over }, signal),
    pay: (id, payment, over = {}) =>
      netsuite.create(
        'customerPayment',
        { customer: entity, account: { id: '1' }, payment, apply: apply(id, payment), ...over },
        signal,
      ),
    credit: (id, amount, over = {}) =>
      netsuite.create(
        'creditMemo',
        { entity, item: line(amount), apply: apply(id, amount), ...over },
        signal,
      ),
    void: async (id) => {
      await world.control('netsuite', 'POST', '/void', { type: 'invoice', id })
    },
    read: async (id) => (await netsuite.get('invoice', { id }, { signal })) ?? {},
  }
}
