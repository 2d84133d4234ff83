import { z } from 'zod'
import type { JsonObject } from '../../json.ts'
import type { ConfigOf } from '../../kind.ts'
import type { Intent, Item } from '../../runner.ts'
import { sink } from '../../runner.ts'
import type { StripeReader, StripeRecord, StripeWriter } from '../client/client.ts'
import { checkAmounts } from '../common/minor-amounts.ts'
import { presentFields } from '../common/present-fields.ts'
import {
  bodyFrom,
  markFrom,
  metadataOf,
  refused,
  settled,
  type Mark,
} from '../common/sink-values.ts'
import { customerChanges, withoutBlanks } from './changes.ts'
import { findCustomer } from './find.ts'
import { stripeUpsertCustomer } from './kind.ts'
import { addTaxIds, type TaxId } from './tax-ids.ts'

/** https://docs.stripe.com/api/customers */
export const runStripeUpsertCustomer = sink<
  typeof stripeUpsertCustomer,
  StripeReader,
  StripeWriter
>(stripeUpsertCustomer, {
  intend: async (config, item) => {
    const mark = await markFrom(config, item)
    const body = await bodyFrom(config.body, item)
    checkAmounts(body, null)
    const taxIds = await taxIdsFrom(config, item)
    const metadata = { ...metadataOf(body), [mark.key]: mark.value }
    const known = await config.id(item)
    const intent: Intent = {
      identity: mark.value,
      role: 'customer',
      target: { system: 'stripe', type: 'customer' },
      payload: { ...body, metadata, ...(taxIds.length > 0 ? { tax_ids: taxIds } : {}) },
      link: config.linkType ? { system: 'netsuite', type: config.linkType, id: mark.value } : null,
      ...(typeof known === 'string' && known !== '' ? { targetId: known } : {}),
      ...claimOf(config, body),
    }
    return intent
  },

  look: async (config, intent, context) => {
    const customer = await find(config, intent, intent.targetId, context)
    if (!customer) return null
    const { fields } = split(intent)
    // What would stay as it is shows no difference.
    const changed = changesOf(config, fields, customer)
    const shown = { ...fields, ...presentFields(changed, customer) }
    return { id: customer.id, fields: { ...intent.payload, ...shown } }
  },

  write: async (config, intent, existing, context) => {
    const { client, idempotencyKey, signal } = context
    const { fields, taxIds } = split(intent)
    const seek = () => find(config, intent, intent.targetId ?? existing?.id, context)
    const customer = await seek()
    if (!customer) {
      const params = {
        ...withoutBlanks(fields),
        ...(taxIds.length > 0 ? { tax_id_data: taxIds } : {}),
      }
      const write = { idempotencyKey, signal, done: seek }
      return { id: (await client.create('customer', params, write)).id, changed: true }
    }
    const { id } = customer
    if (config.onExisting === 'leave') return { id, changed: false }
    const changes = changesOf(config, fields, customer)
    const differs = Object.keys(changes).length > 0
    if (differs) await client.update('customer', id, changes, { idempotencyKey, signal })
    const wanted = config.taxIdsFor === 'new' ? [] : taxIds
    const added = await addTaxIds(client, id, wanted, { idempotencyKey, signal })
    return { id, changed: differs || added }
  },

  settle: (config, item, _intent, id) => settled(config, item, id),
})

type Config = ConfigOf<typeof stripeUpsertCustomer>

const TAX_IDS = z.array(z.object({ type: z.string().min(1), value: z.string().min(1) }))

async function taxIdsFrom(config: Config, item: Item): Promise<TaxId[]> {
  const given = await config.taxIds(item)
  if (given === undefined || given === null) return []
  const list = TAX_IDS.safeParse(Array.isArray(given) ? given : [given])
  if (list.success) return list.data.map(({ type, value }) => ({ type, value }))
  throw refused('taxIds', 'Each tax id needs a type, such as eu_vat, and a value.')
}

/** The customer's own fields and its tax ids, which Stripe keeps apart. */
function split(intent: Intent): { fields: JsonObject; taxIds: TaxId[] } {
  const { tax_ids = [], ...fields } = intent.payload
  return { fields, taxIds: TAX_IDS.parse(tax_ids) }
}

function changesOf(config: Config, fields: JsonObject, customer: StripeRecord): JsonObject {
  if (config.onExisting === 'leave') return {}
  const mode = config.onExisting === 'fill' ? 'fill' : 'overwrite'
  return customerChanges(fields, customer, { mode, ownMetadata: config.ownMetadata })
}

/** Two records with one e-mail address must not both find no customer and make one each. */
function claimOf(config: Config, body: JsonObject): { claim?: string } {
  const email = emailOf(config, body)
  return email === null ? {} : { claim: email.toLowerCase() }
}

/** The e-mail address to find a customer by; null when none is to be. */
function emailOf(config: Config, { email }: JsonObject): string | null {
  return config.byEmail && typeof email === 'string' && email !== '' ? email : null
}

function find(
  config: Config,
  intent: Intent,
  id: string | undefined,
  context: { client: Pick<StripeReader, 'get' | 'list' | 'search'>; signal: AbortSignal },
): Promise<StripeRecord | null> {
  const mark: Mark = { key: config.markKey, value: intent.identity }
  const clues = {
    mark,
    email: emailOf(config, intent.payload),
    onDeleted: config.onDeleted,
    ...(id === undefined ? {} : { id }),
  }
  return findCustomer(context.client, clues, context.signal)
}
