import type { Endpoints } from '../protocol/endpoint.ts'
import { missing } from '../protocol/errors.ts'
import type { Kind, Records } from '../store/records.ts'
import { mergeMetadata } from '../protocol/form.ts'
import type { Work } from '../store/work.ts'

/** Makes a product and tells of it. */
export function createProduct(work: Work, spec: ProductSpec): Records['product'] {
  const product: Records['product'] = {
    id: spec.id ?? work.newId('prod_', 14),
    object: 'product',
    active: spec.active ?? true,
    created: work.now,
    default_price: null,
    description: spec.description ?? null,
    images: spec.images ?? [],
    livemode: false,
    marketing_features: spec.marketing_features ?? [],
    metadata: mergeMetadata({}, spec.metadata),
    name: spec.name,
    package_dimensions: null,
    shippable: spec.shippable ?? null,
    ...(spec.statement_descriptor ? { statement_descriptor: spec.statement_descriptor } : {}),
    tax_code: spec.tax_code ?? null,
    tax_details: null,
    type: spec.type ?? 'service',
    ...(spec.unit_label ? { unit_label: spec.unit_label } : {}),
    updated: work.now,
    url: spec.url ?? null,
  }
  work.save(product)
  work.emit('product.created', product)
  return product
}

/** Makes a price and tells of it; `unitAmount` is a decimal in minor units. */
export function createPrice(work: Work, spec: PriceSpec): Records['price'] {
  const price: Records['price'] = {
    id: work.newId('price_1', 23),
    object: 'price',
    active: spec.active ?? true,
    billing_scheme: 'per_unit',
    created: work.now,
    currency: spec.currency,
    custom_unit_amount: null,
    livemode: false,
    lookup_key: spec.lookup_key ?? null,
    metadata: mergeMetadata({}, spec.metadata),
    nickname: spec.nickname ?? null,
    product: spec.product,
    recurring: spec.recurring
      ? {
          interval: spec.recurring.interval,
          interval_count: spec.recurring.interval_count ?? 1,
          meter: null,
          trial_period_days: null,
          usage_type: 'licensed',
        }
      : null,
    tax_behavior: spec.tax_behavior ?? 'unspecified',
    tiers_mode: null,
    transform_quantity: null,
    type: spec.recurring ? 'recurring' : 'one_time',
    unit_amount: /^-?\d+$/.test(spec.unitAmount) ? Number(spec.unitAmount) : null,
    unit_amount_decimal: spec.unitAmount,
  }
  work.save(price)
  work.emit('price.created', price)
  return price
}

/** Stores a change of a thing that is sold and tells of it, when anything is different. */
export function storeChange<
  K extends 'product' | 'price' | 'coupon' | 'promotion_code' | 'tax_rate',
>(work: Work, before: Records[K], after: Records[K]): Records[K] {
  if (JSON.stringify(after) === JSON.stringify(before)) return before
  work.save(after)
  work.emit(`${after.object}.updated`, after, before)
  return after
}

/** A thing of that id, for changing; throws the 404. */
export async function changeableThing<K extends Kind>(
  work: Work,
  kind: K,
  id: string,
): Promise<Records[K]> {
  const thing = await work.find(kind, id)
  if (!thing) throw missing(kind.replaceAll('_', ' '), id, 'id', 404)
  return thing
}

/** `DELETE` of a thing that is sold. */
export function removeCall(write: Endpoints['write'], kind: 'product' | 'coupon') {
  return write({}, async (work, _params, id) => {
    const thing = await changeableThing(work, kind, id)
    work.remove(thing)
    work.emit(`${kind}.deleted`, thing)
    return { id, object: kind, deleted: true }
  })
}

interface ProductSpec {
  id?: string
  name: string
  active?: boolean
  description?: string | null
  images?: string[]
  marketing_features?: { name: string }[]
  metadata?: Record<string, string> | null
  shippable?: boolean
  statement_descriptor?: string
  tax_code?: string
  type?: 'good' | 'service'
  unit_label?: string
  url?: string
}

interface PriceSpec {
  currency: string
  product: string
  unitAmount: string
  active?: boolean
  lookup_key?: string
  metadata?: Record<string, string> | null
  nickname?: string
  recurring?: { interval: 'day' | 'week' | 'month' | 'year'; interval_count?: number }
  tax_behavior?: 'exclusive' | 'inclusive' | 'unspecified'
}
