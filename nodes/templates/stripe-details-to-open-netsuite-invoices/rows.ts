import type { JsonObject } from '../../json.ts'
import { SKIP_ROW } from '../settings.ts'

/** Which open invoices are looked at; the reason is stored with each one that is not. */
export const OPEN_INVOICES: JsonObject[] = [
  {
    condition: '$not($exists(open.stripeId)) or $contains(open.stripeId, /^in_/)',
    reason: 'It stands for a charge in Stripe, not for an invoice.',
  },
  {
    condition: '$exists(open.stripeId) or $setting("linkUnlinked")',
    reason: 'It is not linked to Stripe, and the settings leave such invoices alone.',
  },
  SKIP_ROW,
]

/** Which Stripe invoices an unlinked one may be linked to. */
export const FITTING: JsonObject[] = [
  {
    condition: '$exists(found.id)',
    reason:
      'Stripe has no invoice that fits: none names its NetSuite id, and none has its number, customer, currency and total.',
  },
  {
    condition: 'found.status != "draft"',
    reason: 'Its Stripe invoice is a draft yet. It is linked when that has been finalized.',
  },
  {
    condition: 'found.status != "void"',
    reason: 'Its Stripe invoice is void.',
  },
]
