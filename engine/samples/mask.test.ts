import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { JsonObject } from '#nodes/json.ts'
import { maskRecord } from './mask.ts'

const INVOICE: JsonObject = {
  id: 'in_1QxA2bC3',
  object: 'invoice',
  number: 'INV-0042',
  customer: 'cus_Ada1815',
  customer_name: 'Ada Lovelace',
  customer_email: 'Ada@byron.test',
  customer_phone: '+44 20 7946 0958',
  customer_address: {
    ...{ line1: '12 St James’s Square', line2: null, city: 'London' },
    ...{ state: null, postal_code: 'SW1Y 4JH', country: 'GB' },
  },
  customer_tax_ids: [{ type: 'gb_vat', value: 'GB123456789' }],
  description: 'For Ada Lovelace, questions to ada@byron.test',
  footer: 'Pay to DE89 3704 0044 0532 0130 00 within 30 days',
  total: 21_420,
  created: 1_772_323_200,
  metadata: { netsuite_id: '1042' },
  lines: { data: [{ id: 'il_1', product: { id: 'prod_1', name: 'Team plan' }, amount: 100 }] },
  charge: { card: { brand: 'visa', last4: '4242', exp_month: 4 } },
}

describe('maskRecord', () => {
  it('masks what is personal and tells where and what it was', () => {
    const { masked } = maskRecord(INVOICE)
    expect(masked).toStrictEqual([
      { path: 'customer_name', kind: 'name' },
      { path: 'customer_email', kind: 'e-mail' },
      { path: 'customer_phone', kind: 'phone' },
      { path: 'customer_address.line1', kind: 'address' },
      { path: 'customer_address.city', kind: 'address' },
      { path: 'customer_address.postal_code', kind: 'address' },
      { path: 'customer_tax_ids[0].value', kind: 'tax number' },
      { path: 'description', kind: 'e-mail' },
      { path: 'footer', kind: 'bank or card' },
      { path: 'charge.card.last4', kind: 'bank or card' },
    ])
  })

  it('ids, amounts, dates, products and settled words stay as they are', () => {
    const { record } = maskRecord(INVOICE)
    for (const key of ['id', 'object', 'number', 'customer', 'total', 'created', 'metadata']) {
      expect(record[key]).toStrictEqual(INVOICE[key])
    }
    expect(record.lines).toStrictEqual(INVOICE.lines)
    expect(record.customer_address).toMatchObject({ country: 'GB', state: null, line2: null })
  })

  it('a masked value has the shape of what it stands for', () => {
    const { record } = maskRecord(INVOICE)
    expect(record.customer_name).toMatch(/^[A-Z][a-z]{2} [A-Z][a-z]{7}$/)
    expect(record.customer_phone).toMatch(/^\+\d\d \d\d \d{4} \d{4}$/)
    expect(record.customer_email).toMatch(/^[a-z]{3}@[a-z]{5}\.example$/)
    expect(record.customer_address).toMatchObject({
      postal_code: expect.stringMatching(/^[A-Z]{2}\d[A-Z] \d[A-Z]{2}$/),
    })
    expect(record.footer).toMatch(/^Pay to DE\d\d \d{4} \d{4} \d{4} \d{4} \d\d within 30 days$/)
  })

  it('nothing of the person is left, also in texts that mention them', () => {
    const text = JSON.stringify(maskRecord(INVOICE).record).toLowerCase()
    for (const trace of ['lovelace', 'ada@', 'byron', '7946', 'james', '4242', '3704']) {
      expect(text).not.toContain(trace)
    }
  })

  it('the same address becomes the same made-up one, whatever its capitals and its place', () => {
    const { record } = maskRecord({ email: 'Ada@Byron.test', note: 'Write to ada@byron.test.' })
    expect(record.note).toBe(`Write to ${String(record.email)}.`)
  })

  it('a name is masked where a person has one and left where a product has one', () => {
    const { record, masked } = maskRecord({
      entity: { id: '5001', refName: 'Analytical Engines' },
      subsidiary: { id: '1', refName: 'Parent Company' },
      billing_details: { name: 'Ada Lovelace' },
      item: { name: 'Team plan' },
      companyName: 'Analytical Engines',
    })
    expect(masked.map(({ path }) => path)).toEqual([
      ...['entity.refName', 'billing_details.name', 'companyName'],
    ])
    expect(record).toMatchObject({
      subsidiary: { refName: 'Parent Company' },
      item: { name: 'Team plan' },
      companyName: maskRecord({ entity: { refName: 'Analytical Engines' } }).record.entity
        ? expect.not.stringContaining('Analytical')
        : '',
    })
  })

  it('a bank account stays one whose check digits are right', () => {
    const { record } = maskRecord({ iban: 'DE89370400440532013000' })
    expect(record.iban).not.toBe('DE89370400440532013000')
    expect(mod97(String(record.iban))).toBe(1)
  })

  it('a record without anything personal comes back as it was', () => {
    const plain = { id: '12', total: '10.00', memo: 'Team plan', lines: [{ item: '7' }] }
    expect(maskRecord(plain)).toStrictEqual({ record: plain, masked: [] })
  })
})

const text = fc.string({ unit: 'grapheme', maxLength: 20 })
const person = fc.record({
  id: fc.uuid(),
  email: fc.emailAddress(),
  name: text,
  phone: fc.stringMatching(/^\+?[\d ()-]{5,16}$/),
  address: fc.record({ line1: text, city: text, country: fc.constantFrom('DE', 'US') }),
  total: fc.integer(),
  memo: fc.string(),
})

describe('for any person', () => {
  it('masking is the same each time, and keys, types, ids and amounts stay', () => {
    fc.assert(
      fc.property(person, (one) => {
        const { record } = maskRecord(one)
        expect(maskRecord(one).record).toStrictEqual(record)
        expect(shapeOf(record)).toStrictEqual(shapeOf(one))
        expect(record).toMatchObject({ id: one.id, total: one.total })
        expect(String(record.phone).replaceAll(/\d/g, '0')).toBe(one.phone.replaceAll(/\d/g, '0'))
        expect(String(record.name)).toHaveLength(one.name.length)
      }),
    )
  })

  it('two people with one address still have one, and it is nobody’s', () => {
    fc.assert(
      fc.property(person, fc.emailAddress(), (one, email) => {
        const [first, second] = [maskRecord({ ...one, email }), maskRecord({ email })]
        expect(first.record.email).toBe(second.record.email)
        expect(String(first.record.email)).toMatch(/@[^@]+\.example$/)
      }),
    )
  })

  it('any JSON object can be masked and keeps its shape', () => {
    const object = z.record(z.string(), z.json())
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
        const parsed = object.parse(JSON.parse(JSON.stringify(value)))
        expect(shapeOf(maskRecord(parsed).record)).toStrictEqual(shapeOf(parsed))
      }),
    )
  })
})

/** The value with each scalar replaced by its type. */
function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shapeOf)
  if (typeof value !== 'object' || value === null) return value === null ? 'null' : typeof value
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, shapeOf(one)]))
}

function mod97(iban: string): number {
  const moved = iban.slice(4) + iban.slice(0, 4)
  const digits = [...moved].map((one) => Number.parseInt(one, 36)).join('')
  return Number(BigInt(digits) % 97n)
}
