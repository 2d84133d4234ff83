import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { NetSuiteBench } from '../../testing/netsuite-bench.ts'
import { startNetSuite } from '../../testing/netsuite-bench.ts'
import { netsuiteConnector } from './connector.ts'

let netsuite: NetSuiteBench
const signal = new AbortController().signal
beforeAll(async () => {
  netsuite = await startNetSuite()
})
afterAll(() => netsuite.close())

const choose = (list: string, search = '', limit = 50) =>
  netsuiteConnector.choices(netsuite.connection(), { list, search, limit, signal })

describe('the pickers of a NetSuite account', () => {
  test('find records by the words of their name, in any order, or by their number', async () => {
    const [checking] = await choose('account', 'checking')
    expect(checking).toMatchObject({
      label: '1000 Checking',
      detail: expect.stringMatching(/Bank/),
    })
    expect(await choose('account', 'clearing stripe')).toMatchObject([
      { label: '1050 Stripe Clearing' },
    ])
    expect((await choose('account', checking?.id)).map(({ id }) => id)).toContain(checking?.id)
    expect(await choose('account', 'no such account')).toEqual([])
  })

  test.each([
    'item',
    'subsidiary',
    'currency',
    'paymentMethod',
    'term',
    'department',
    'classification',
    'location',
    'accountingPeriod',
    'customer',
    'invoice',
    'customerPayment',
  ])('offer every %s under the name that people know it by', async (list) => {
    const choices = await choose(list, '', 3)
    expect(choices.length).toBeGreaterThan(0)
    for (const { id, label, detail } of choices) {
      expect(label).not.toBe('')
      expect(detail).toContain(`id ${id}`)
    }
  })

  test('offer the record types of the account', async () => {
    expect(await choose('recordType', 'memo')).toEqual([
      { id: 'creditMemo', label: 'Credit memo', detail: 'creditMemo' },
    ])
  })

  test("offer the account's own fields, and all fields of one type", async () => {
    const own = await choose('field', 'invoice id')
    expect(own.map(({ id }) => id)).toContain('custbody_stripe_invoice_id')
    expect((await choose('field.invoice', 'po')).map(({ id }) => id)).toContain('otherRefNum')
  })

  test('offer the saved searches that the RESTlet lists', async () => {
    expect(await choose('savedSearch', 'open invoices')).toMatchObject([
      { id: 'customsearch_stripe_open_invoices', detail: 'invoice' },
    ])
  })
})

describe('the fields of a record type', () => {
  test('have types, limits, and say what is kept by NetSuite and what is the account’s own', async () => {
    const fields = await netsuiteConnector.fields(netsuite.connection(), 'invoice', signal)
    const of = (id: string) => fields.find((field) => field.id === id)
    expect(of('entity')).toMatchObject({ type: 'reference', to: 'customer', required: true })
    expect(of('tranDate')).toMatchObject({ type: 'date', required: false, readOnly: false })
    expect(of('total')).toMatchObject({ type: 'number', readOnly: true })
    expect(of('custbody_stripe_invoice_id')).toMatchObject({ type: 'text', custom: true })
    expect(of('item')).toMatchObject({ type: 'lines', required: true })
    expect(of('item')?.fields?.find(({ id }) => id === 'item')).toMatchObject({
      type: 'reference',
      to: 'item',
      required: true,
    })
  })

  test('of a type that the account lacks are an error that says so', async () => {
    const asking = netsuiteConnector.fields(netsuite.connection(), 'nosuchtype', signal)
    await expect(asking).rejects.toMatchObject({ class: 'missing' })
  })
})

describe('the test of a connection', () => {
  const needs = [
    { system: 'netsuite', name: 'Customer Payment', access: 'write' },
    { system: 'netsuite', name: 'Invoice', access: 'read' },
    { system: 'netsuite', name: 'SuiteScript', access: 'read' },
  ] as const

  test('tries each permission that the flows need by reading', async () => {
    const checks = await netsuiteConnector.test(netsuite.connection(), needs)
    expect(checks.filter(({ ok }) => !ok)).toEqual([])
    expect(checks.map(({ name }) => name)).toEqual([
      'Sign-in',
      'Queries (SuiteQL)',
      'Time zone',
      'Requests at once',
      'Permission “Customer Payment”',
      'Permission “Invoice”',
      'Tributary RESTlet',
    ])
  })

  test('names the permission that is missing, and goes on with the others', async () => {
    const deniedPermissions = [{ name: 'Invoice', level: 'view' }]
    await netsuite.control('PATCH', '/settings', { deniedPermissions })
    const checks = await netsuiteConnector.test(netsuite.connection(), needs)
    await netsuite.control('PATCH', '/settings', { deniedPermissions: [] })
    expect(checks.filter(({ ok }) => !ok)).toMatchObject([
      { name: 'Permission “Invoice”', message: expect.stringContaining('Manage Roles') },
    ])
  })

  test('says that a named time zone is not the account’s', async () => {
    const connection = netsuite.connection({ config: { timeZone: 'Asia/Kathmandu' } })
    const checks = await netsuiteConnector.test(connection, [])
    expect(checks.filter(({ ok }) => !ok)).toMatchObject([
      { name: 'Time zone', message: expect.stringContaining('Asia/Kathmandu') },
    ])
  })
})
