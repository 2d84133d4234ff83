import type { JsonObject } from '../../json.ts'
import { sink, type Intent } from '../../runner.ts'
import type { StripeReader, StripeRecord, StripeWriter } from '../client/client.ts'
import {
  createOnce,
  findOnce,
  intendOnce,
  knownOnce,
  present,
  type Place,
} from '../common/create-once.ts'
import { liveInvoice, wrongState } from '../common/invoice-action.ts'
import { refuseWhileProcessing } from '../common/invoice-payments.ts'
import { checkAmounts } from '../common/minor-amounts.ts'
import { idFrom, refused, settled } from '../common/sink-values.ts'
import { stripeCreateCreditNote } from './kind.ts'

/** https://docs.stripe.com/api/credit_notes/create */
export const runStripeCreateCreditNote = sink<
  typeof stripeCreateCreditNote,
  StripeReader,
  StripeWriter
>(stripeCreateCreditNote, {
  intend: async (config, item) => {
    const intent = await intendOnce(config, item, 'credit_note')
    const { invoice } = intent.payload
    await idFrom(() => Promise.resolve(invoice), item, 'body.invoice', 'invoice')
    checkAmounts(intent.payload, null)
    return intent
  },

  look: async (config, intent, context) =>
    present(intent, await findOnce(config, intent, placeOf(intent), context)),

  write: async (config, intent, existing, context) => {
    const { client, signal } = context
    const place = placeOf(intent)
    const find = async () =>
      (await knownOnce(existing, intent, place, context)) ??
      (await findOnce(config, intent, place, context))
    const found = await find()
    if (found) return createOnce(intent, context, { find: async () => found, params: {} })
    const id = String(intent.payload.invoice)
    const invoice = await liveInvoice(client, id, signal)
    if (!invoice) throw refused('body.invoice', `Stripe has no invoice ${id}. Correct the id.`)
    if (invoice.status === 'draft' || invoice.status === 'void')
      throw wrongState(invoice, 'only a finalised invoice can be credited.')
    checkAmounts(intent.payload, String(invoice.currency))
    if (invoice.status !== 'paid') await refuseWhileProcessing(client, id, signal)
    const params = { ...intent.payload, ...settlement(config.settle, intent, invoice) }
    return createOnce(intent, context, { find, params, parent: id })
  },

  settle: (config, item, _intent, id) => settled(config, item, id),
})

function placeOf(intent: Intent): Place {
  return {
    filter: { invoice: String(intent.payload.invoice) },
    counts: (note) => note.status !== 'void',
  }
}

/** Where the money of a paid invoice goes: https://docs.stripe.com/invoicing/integration/programmatic-credit-notes */
function settlement(how: string, { payload }: Intent, invoice: StripeRecord): JsonObject {
  const field = SETTLED_BY[how]
  if (field === undefined || invoice.status !== 'paid') return {}
  const { amount } = payload
  if (typeof amount === 'number') return { [field]: amount }
  throw refused(
    'body.amount',
    'The credit of a paid invoice needs its amount, so that it can be said where the money goes. Map "amount", or choose "As the mapping says".',
  )
}

const SETTLED_BY: Record<string, string | undefined> = {
  balance: 'credit_amount',
  refund: 'refund_amount',
  out_of_band: 'out_of_band_amount',
}
