import { z } from 'zod'
import {
  changeableThing,
  createPrice,
  createProduct,
  removeCall,
  storeChange,
} from './catalogue.ts'
import type { Endpoints } from '../protocol/endpoint.ts'
import { missing } from '../protocol/errors.ts'
import {
  clearable,
  currency,
  decimal,
  flag,
  integer,
  mergeMetadata,
  metadata,
  moments,
  text,
} from '../protocol/form.ts'
import { listRecords, paging } from '../protocol/lists.ts'
import type { Records } from '../store/records.ts'
import { retrieveCall } from '../protocol/retrieve.ts'

/** The calls under `/v1/products` (https://docs.stripe.com/api/products). */
export function productCalls({ read, write }: Endpoints) {
  return {
    create: write(createParams, async (work, { default_price_data: data, ...params }) => {
      const product = createProduct(work, params)
      const unitAmount = data?.unit_amount_decimal ?? data?.unit_amount?.toString()
      if (!data || unitAmount === undefined) return product
      const price = createPrice(work, {
        currency: data.currency,
        metadata: data.metadata,
        product: product.id,
        recurring: data.recurring,
        tax_behavior: data.tax_behavior,
        unitAmount,
      })
      const priced = { ...product, default_price: price.id }
      work.save(priced)
      return priced
    }),
    retrieve: retrieveCall(read, 'product'),
    update: write(updateParams, async (work, params, id) => {
      const before = await changeableThing(work, 'product', id)
      const { metadata: notes, images, marketing_features, ...rest } = params
      const { package_dimensions: _, tax_details: __, ...plain } = rest
      if (plain.default_price !== undefined) {
        const price = await work.find('price', plain.default_price)
        if (price?.product !== id) throw missing('price', plain.default_price, 'default_price', 400)
      }
      const given = Object.entries(plain).filter(([, value]) => value !== undefined)
      const after: Records['product'] = {
        ...before,
        ...Object.fromEntries(given),
        images: images === undefined ? before.images : (images ?? []),
        marketing_features:
          marketing_features === undefined ? before.marketing_features : (marketing_features ?? []),
        metadata: mergeMetadata(before.metadata, notes),
      }
      const same = JSON.stringify(after) === JSON.stringify(before)
      return storeChange(work, before, same ? before : { ...after, updated: work.now })
    }),
    remove: removeCall(write, 'product'),
    list: read(
      {
        ...paging,
        active: z.enum(['true', 'false']).optional(),
        created: moments.optional(),
        ids: z.array(text).optional(),
        shippable: flag.optional(),
        type: z.enum(['good', 'service']).optional(),
        url: text.optional(),
      },
      (sql, { active, created, ids, shippable: _, type, url: __, ...page }) =>
        listRecords(sql, {
          kind: 'product',
          url: '/v1/products',
          page,
          filters: [
            { field: 'active', is: active },
            { column: 'id', in: ids },
            { column: 'type', is: type },
            { moment: 'created', within: created },
          ],
        }),
    ),
  }
}

const anything = z.unknown().optional()
const features = z.array(z.strictObject({ name: text }))

const createParams = {
  active: flag.optional(),
  default_price_data: z
    .strictObject({
      currency,
      currency_options: anything,
      custom_unit_amount: anything,
      metadata: metadata.optional(),
      recurring: z
        .strictObject({
          interval: z.enum(['day', 'week', 'month', 'year']),
          interval_count: integer.optional(),
        })
        .optional(),
      tax_behavior: z.enum(['exclusive', 'inclusive', 'unspecified']).optional(),
      unit_amount: integer.optional(),
      unit_amount_decimal: decimal.optional(),
    })
    .optional(),
  description: text.optional(),
  id: text.optional(),
  images: z.array(text).max(8).optional(),
  marketing_features: features.optional(),
  metadata: metadata.optional(),
  name: text,
  package_dimensions: anything,
  shippable: flag.optional(),
  statement_descriptor: z.string().max(22).optional(),
  tax_code: text.optional(),
  tax_details: anything,
  type: z.enum(['good', 'service']).optional(),
  unit_label: text.optional(),
  url: text.optional(),
}

const updateParams = {
  active: flag.optional(),
  default_price: text.optional(),
  description: clearable(text).optional(),
  images: clearable(z.array(text).max(8)).optional(),
  marketing_features: clearable(features).optional(),
  metadata: metadata.optional(),
  name: text.optional(),
  package_dimensions: anything,
  shippable: flag.optional(),
  statement_descriptor: z.string().max(22).optional(),
  tax_code: clearable(text).optional(),
  tax_details: anything,
  unit_label: clearable(text).optional(),
  url: clearable(text).optional(),
}
