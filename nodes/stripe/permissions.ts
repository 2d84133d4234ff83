import type { Permission } from '../kind.ts'
import { isStripeObject, stripeObject } from './objects.ts'

/**
 * What a restricted key needs to read or write a type of object, by the name of the resource in
 * Stripe's dashboard (Developers → API keys). Writing includes reading.
 * https://docs.stripe.com/keys#limit-access
 */
export function stripePermission(object: string, access: Permission['access']): Permission {
  return { system: 'stripe', name: stripeObject(object).permission, access }
}

/** What a key needs to read objects of a type together with the related ones that `expand` names. */
export function readPermissions(object: unknown, expand: unknown = []): Permission[] {
  if (!isStripeObject(object)) return []
  const paths = Array.isArray(expand) ? expand.filter((path) => typeof path === 'string') : []
  const along = paths.flatMap((path) => path.split('.').flatMap((part) => EXPANDED[part] ?? []))
  const names = new Map(
    [object, ...along].map((one) => {
      const permission = stripePermission(one, 'read')
      return [permission.name, permission]
    }),
  )
  return [...names.values()]
}

/** Which type of object stands behind a field that can be expanded. */
const EXPANDED: Record<string, string | undefined> = {
  customer: 'customer',
  payments: 'invoice_payment',
  payment_intent: 'payment_intent',
  charge: 'charge',
  latest_charge: 'charge',
  balance_transaction: 'balance_transaction',
  discounts: 'coupon',
  invoice: 'invoice',
  refunds: 'refund',
}
