import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { startTestServer, type TestServer } from '../test-server.ts'

const ROOT = '/services/rest/record/v1/metadata-catalog'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

const get = (path: string, accept = 'application/json') =>
  server.call('GET', `${ROOT}${path}`, undefined, { Accept: accept })
const admin = (method: string, path: string, body?: object) =>
  fetch(`${server.url}/_sandbox/${path}`, {
    method,
    ...(body ? { body: JSON.stringify(body) } : {}),
  })

describe('the metadata catalog', () => {
  it('lists record types, all or those selected', async () => {
    const { body } = await get('?select=Customer,invoice')
    const href = `${server.url}${ROOT}/customer`
    expect(body.items).toEqual([
      {
        name: 'customer',
        links: [
          { rel: 'canonical', href, mediaType: 'application/json' },
          { rel: 'alternate', href, mediaType: 'application/swagger+json' },
          { rel: 'alternate', href, mediaType: 'application/schema+json' },
          { rel: 'describes', href: `${server.url}/services/rest/record/v1/customer` },
        ],
      },
      expect.objectContaining({ name: 'invoice' }),
    ])
    expect((await get('/invoice')).body).toMatchObject({ name: 'invoice' })
    expect((await get('/nonsense')).status).toBe(404)
    expect((await get('?select=nonsense')).status).toBe(404)
  })

  it('describes fields, references, choices, subrecords and sublists as JSON schema', async () => {
    const { body, headers } = await get('/customer', 'application/schema+json')
    expect(headers.get('content-type')).toBe('application/schema+json')
    expect(body).toMatchObject({
      type: 'object',
      required: ['subsidiary'],
      'x-ns-filterable': expect.arrayContaining(['id', 'email', 'custentity_stripe_customer_id']),
      properties: {
        email: { title: 'Email', type: 'string', maxLength: 254, 'x-ns-filterable': true },
        balance: { type: 'number', format: 'double', readOnly: true },
        isInactive: { type: 'boolean' },
        lastModifiedDate: { type: 'string', format: 'date-time', readOnly: true },
        currency: {
          type: 'object',
          properties: { id: {}, externalId: {}, refName: {}, links: { type: 'array' } },
        },
        custentity_stripe_customer_id: { 'x-ns-custom-field': true },
        addressBook: {
          properties: {
            totalResults: { type: 'integer' },
            items: {
              items: {
                properties: {
                  label: { type: 'string' },
                  addressBookAddress: { properties: { city: { type: 'string' } } },
                },
              },
            },
          },
        },
      },
    })
    const invoice = (await get('/invoice', 'application/schema+json')).body
    expect(invoice).toMatchObject({
      properties: {
        tranDate: { type: 'string', format: 'date' },
        approvalStatus: {
          properties: {
            id: { enum: ['1', '2', '3', '11'] },
            refName: { enum: ['Pending Approval', 'Approved', 'Rejected', 'Open'] },
          },
        },
      },
    })
  })

  it('is OpenAPI 3.0 for those who accept that', async () => {
    const { body, headers } = await get('?select=invoice', 'application/swagger+json')
    expect(headers.get('content-type')).toBe('application/swagger+json')
    expect(body).toMatchObject({
      openapi: '3.0.1',
      servers: [{ url: `${server.url}/services/rest/record/v1` }],
      paths: {
        '/invoice': { get: {}, post: {} },
        '/invoice/{id}': { get: {}, patch: {}, put: {}, delete: {} },
        '/invoice/{id}/!transform/customerPayment': { post: {} },
      },
      components: { schemas: { invoice: {}, invoiceCollection: {}, nsError: {} } },
    })
    const one = (await get('/customer', 'application/swagger+json')).body
    expect(Object.keys(Object(one.paths))).toContain('/customer/{id}')
  })

  it('has a schema for every record type it lists', async () => {
    const { items } = z
      .object({ items: z.array(z.object({ name: z.string() })) })
      .parse((await get('')).body)
    for (const { name } of items) {
      const { status, body } = await get(`/${name}`, 'application/schema+json')
      expect({ name, status, type: body.type }).toEqual({ name, status: 200, type: 'object' })
    }
  })

  it('follows custom fields that are added and taken away', async () => {
    const read = async () =>
      Object(Object((await get('/invoice', 'application/schema+json')).body).properties)
    await admin('POST', 'custom-fields', { id: 'custbody_tier', label: 'Tier', mandatory: true })
    expect(await read()).toMatchObject({
      custbody_tier: { title: 'Tier', type: 'string', 'x-ns-custom-field': true },
    })
    const { body } = await get('/invoice', 'application/schema+json')
    expect(body.required).toEqual(expect.arrayContaining(['entity', 'custbody_tier']))
    await admin('DELETE', 'custom-fields/custbody_tier')
    expect(await read()).not.toHaveProperty('custbody_tier')
  })

  it('knows no subsidiaries where the account is not OneWorld', async () => {
    await admin('PATCH', 'settings', { oneWorld: false })
    const { body } = await get('/customer', 'application/schema+json')
    expect(Object(body.properties)).not.toHaveProperty('subsidiary')
    expect((await get('/subsidiary')).status).toBe(404)
    await admin('PATCH', 'settings', { oneWorld: true })
  })
})
