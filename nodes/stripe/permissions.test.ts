import { describe, expect, test } from 'vitest'
import { KINDS } from '../catalog.ts'
import { initialConfig } from '../kind.ts'
import { objectWithPermission } from './objects.ts'
import { readPermissions } from './permissions.ts'

describe('the permissions of a Stripe key', () => {
  test('name for every Stripe kind what it needs, in a draft as well', () => {
    for (const kind of KINDS.filter(({ system }) => system === 'stripe')) {
      const fresh = kind.permissions(initialConfig(kind))
      expect([kind.id, fresh.length > 0]).toEqual([kind.id, true])
      for (const { name } of fresh) {
        const known = name === 'Events' || objectWithPermission(name) !== undefined
        expect([kind.id, name, known]).toEqual([kind.id, name, true])
      }
      const odd = { ...initialConfig(kind), object: 'nonsense' }
      expect(() => kind.permissions(odd)).not.toThrow()
    }
  })

  test('cover what is read along, each resource once', () => {
    const expand = ['customer', 'payments.data.payment.payment_intent', 'latest_charge']
    expect(readPermissions('invoice', expand).map(({ name }) => name)).toEqual([
      'Invoices',
      'Customers',
      'PaymentIntents',
      'Charges and Refunds',
    ])
  })
})
