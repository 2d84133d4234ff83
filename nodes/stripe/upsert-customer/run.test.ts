import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { evaluated } from '../../../testing/evaluated.ts'
import type { StripeBench } from '../../../testing/stripe-bench.ts'
import { startStripe } from '../../../testing/stripe-bench.ts'
import type { JsonObject } from '../../json.ts'
import type { Item } from '../../runner.ts'
import { runStripeUpsertCustomer } from './run.ts'

const CONFIG = {
  id: evaluated('known'),
  body: evaluated('body'),
  taxIds: evaluated('taxIds'),
  taxIdsFor: 'all',
  markKey: 'netsuite_customer_id',
  markValue: evaluated('$key'),
  byEmail: true,
  onExisting: 'overwrite',
  ownMetadata: [],
  onDeleted: 'error',
  linkType: 'customer',
  into: 'stripe',
}

let stripe: StripeBench
const signal = new AbortController().signal
beforeAll(async () => {
  stripe = await startStripe({ customers: 1, invoices: 1 })
})
afterAll(() => stripe.close())

const item = (key: string, body: JsonObject, more: JsonObject = {}): Item => ({
  key,
  record: { body, ...more },
})
const upsert = (of: Item, over: object = {}) =>
  stripe.carryOut(runStripeUpsertCustomer, { ...CONFIG, ...over }, of)
const now = (id: string) => stripe.read.get('customer', id, { signal })

describe('adding or updating a Stripe customer', () => {
  test('creates it once, marked as the counterpart, also when the answer is lost', async () => {
    await stripe.fault({ kind: 'drop-after', method: 'POST', path: '/v1/customers$', times: 1 })
    const wanted = item('647', { name: 'Acme', email: 'ap@acme.test', phone: null })
    const { id } = await upsert(wanted)
    const list = await stripe.read.list(
      'customer',
      { filter: { email: 'ap@acme.test' }, limit: 10 },
      signal,
    )
    expect(list.data).toMatchObject([{ id, metadata: { netsuite_customer_id: '647' } }])
    expect(await upsert(wanted)).toMatchObject({ id, changed: false })
  })

  test('updates the known one, and sends only what differs', async () => {
    const { id } = await upsert(item('648', { name: 'Known', email: 'known@acme.test' }))
    const changed = item('648', { name: 'Known', phone: '+15125550100' }, { known: id })
    expect(await upsert(changed)).toMatchObject({ id, changed: true })
    expect(await now(id)).toMatchObject({ phone: '+15125550100', email: 'known@acme.test' })
    const before = (await stripe.calls()).writing
    expect(await upsert(changed)).toMatchObject({ id, changed: false })
    expect((await stripe.calls()).writing).toBe(before)
  })

  test('takes over the one with the same email in another spelling', async () => {
    const made = await stripe.api('POST', '/v1/customers', { email: 'mixed@acme.test' })
    const { id } = await upsert(item('649', { name: 'Mixed', email: 'Mixed@Acme.test' }))
    expect(id).toBe(made.id)
    expect(await now(id)).toMatchObject({ metadata: { netsuite_customer_id: '649' } })

    const loud = await stripe.api('POST', '/v1/customers', { email: 'Loud@Acme.test' })
    expect(await upsert(item('664', { name: 'Loud', email: 'loud@acme.test' }))).toMatchObject({
      id: loud.id,
    })
  })

  test('never picks one of several, nor one that stands for somebody else', async () => {
    await stripe.api('POST', '/v1/customers', { email: 'two@acme.test' })
    await stripe.api('POST', '/v1/customers', { email: 'two@acme.test' })
    await expect(upsert(item('650', { email: 'two@acme.test' }))).rejects.toMatchObject({
      class: 'duplicate',
    })
    const { id } = await upsert(item('651', { email: 'taken@acme.test' }))
    await expect(upsert(item('652', { email: 'taken@acme.test' }))).rejects.toMatchObject({
      class: 'duplicate',
      message: expect.stringContaining('651'),
    })
    await expect(upsert(item('652', { name: 'x' }, { known: id }))).rejects.toMatchObject({
      class: 'duplicate',
    })
  })

  test('fills in blanks only, or leaves it alone, where the flow says so', async () => {
    const made = await stripe.api('POST', '/v1/customers', { name: 'Theirs' })
    const wanted = item(
      '653',
      { name: 'Ours', phone: '+1', metadata: { tier: 'gold' } },
      {
        known: made.id,
      },
    )
    await upsert(wanted, { onExisting: 'leave' })
    expect(await now(made.id)).toMatchObject({ name: 'Theirs', phone: null })
    await upsert(wanted, { onExisting: 'fill' })
    expect(await now(made.id)).toMatchObject({
      name: 'Theirs',
      phone: '+1',
      metadata: { tier: 'gold', netsuite_customer_id: '653' },
    })
  })

  test('overwrites metadata of its own even where it only fills in blanks', async () => {
    const metadata = { netsuite_inactive: 'true', tier: 'gold' }
    const made = await stripe.api('POST', '/v1/customers', { name: 'Sleeper', metadata })
    const awake = { metadata: { netsuite_inactive: '', tier: 'silver' } }
    const over = { onExisting: 'fill', ownMetadata: ['netsuite_inactive'] }
    await upsert(item('661', awake, { known: made.id }), over)
    const now661 = await now(made.id)
    expect(now661?.metadata).toEqual({ tier: 'gold', netsuite_customer_id: '661' })
  })

  test('reports a deleted customer, or creates another one where the flow says so', async () => {
    const made = await stripe.api('POST', '/v1/customers', { name: 'Gone' })
    await stripe.api('DELETE', `/v1/customers/${made.id}`)
    const wanted = item('654', { name: 'Back' }, { known: made.id })
    await expect(upsert(wanted)).rejects.toMatchObject({ class: 'missing', field: 'id' })
    const { id } = await upsert(wanted, { onDeleted: 'create' })
    expect(id).not.toBe(made.id)
    await expect(
      upsert(item('655', { name: 'x' }, { known: 'cus_none' }), { onDeleted: 'create' }),
    ).rejects.toMatchObject({ class: 'missing' })
  })

  test('shows in a dry run only what would change', async () => {
    const { id } = await upsert(item('656', { name: 'Dry', email: 'dry@acme.test' }))
    const wanted = item('656', { name: 'Wet', email: 'dry@acme.test' })
    const intent = await runStripeUpsertCustomer.intend(CONFIG, wanted, stripe.context())
    if ('outcome' in intent) throw new Error('no intent')
    expect(intent.link).toEqual({ system: 'netsuite', type: 'customer', id: '656' })
    expect(await runStripeUpsertCustomer.look(CONFIG, intent, stripe.context())).toEqual({
      id,
      fields: { ...intent.payload, name: 'Dry' },
    })
  })

  test('adds the tax ids that are missing', async () => {
    const taxIds = [{ type: 'eu_vat', value: 'DE123456789' }]
    const wanted = item('657', { name: 'Steuer', email: 'vat@acme.test' }, { taxIds })
    const { id } = await upsert(wanted)
    const more = [...taxIds, { type: 'gb_vat', value: 'GB123456789' }]
    const second = item('657', { name: 'Steuer', email: 'vat@acme.test' }, { taxIds: more })
    expect(await upsert(second)).toMatchObject({ id, changed: true })
    const { data } = await stripe.read.sublist(`/v1/customers/${id}/tax_ids`, null, signal)
    expect(data.map(({ value }) => value).sort()).toEqual(['DE123456789', 'GB123456789'])
    await expect(upsert(item('658', { name: 'x' }, { taxIds: ['DE1'] }))).rejects.toMatchObject({
      field: 'taxIds',
    })
  })

  test('gives tax ids to new customers only, where the flow says so', async () => {
    const over = { taxIdsFor: 'new' }
    const first = { taxIds: [{ type: 'eu_vat', value: 'DE123456789' }] }
    const { id } = await upsert(item('659', { name: 'Neu' }, first), over)
    const second = { known: id, taxIds: [{ type: 'gb_vat', value: 'GB123456789' }] }
    expect(await upsert(item('659', { name: 'Neu' }, second), over)).toMatchObject({
      changed: false,
    })
    const { data } = await stripe.read.sublist(`/v1/customers/${id}/tax_ids`, null, signal)
    expect(data).toMatchObject([{ value: 'DE123456789' }])
  })
})
