import { z } from 'zod'
import { changeableThing, createPrice, createProduct, storeChange } from './catalogue.ts'
import type { Endpoints } from '../protocol/endpoint.ts'
import { missing, StripeError } from '../protocol/errors.ts'
import {
  currency,
  decimal,
  flag,
  integer,
  mergeMetadata,
  metadata,
  moments,
  text,
} from '../protocol/form.ts'
import { productData } from '../invoices/line-cost.ts'
import { listRecords, paging } from '../protocol/lists.ts'
import type { Records } from '../store/records.ts'
import { retrieveCall } from '../protocol/retrieve.ts'
import type { Work } from '../store/work.ts'

/** The calls under `/v1/prices` (https://docs.stripe.com/api/prices). */
export function priceCalls({ read, write }: Endpoints) {
  return {
    create: write(createParams, newPrice),
    retrieve: retrieveCall(read, 'price'),
    update: write(updateParams, async (work, params, id) => {
      const before = await changeableThing(work, 'price', id)
      const { active, lookup_key, nickname, tax_behavior } = params
      if (tax_behavior !== undefined && before.tax_behavior !== 'unspecified') {
        const message = 'The tax behavior of a price cannot be changed once it has been set.'
        throw new StripeError(400, message, { param: 'tax_behavior' })
      }
      return storeChange(work, before, {
        ...before,
        active: active ?? before.active,
        lookup_key: lookup_key ?? before.lookup_key,
        metadata: mergeMetadata(before.metadata, params.metadata),
        nickname: nickname ?? before.nickname,
        tax_behavior: tax_behavior ?? before.tax_behavior,
      })
    }),
    list: read(
      {
        ...paging,
        active: z.enum(['true', 'false']).optional(),
        created: moments.optional(),
        currency: currency.optional(),
        lookup_keys: z.array(text).max(10).optional(),
        product: text.optional(),
        recurring: z.unknown().optional(),
        type: z.enum(['one_time', 'recurring']).optional(),
      },
      (sql, { active, created, currency: money, lookup_keys, product, type, ...rest }) => {
        const { recurring: _, ...page } = rest
        return listRecords(sql, {
          kind: 'price',
          url: '/v1/prices',
          page,
          filters: [
            { field: 'active', is: active },
            { field: 'currency', is: money },
            { field: 'lookup_key', in: lookup_keys },
            { column: 'product', is: product },
            { column: 'type', is: type },
            { moment: 'created', within: created },
          ],
        })
      },
    ),
  }
}

async function newPrice(work: Work, params: CreateParams): Promise<Records['price']> {
  const unitAmount = params.unit_amount_decimal ?? params.unit_amount?.toString()
  if (unitAmount === undefined && params.custom_unit_amount === undefined) {
    const message = 'You must provide one of `unit_amount` or `unit_amount_decimal`.'
    throw new StripeError(400, message, { code: 'parameter_missing', param: 'unit_amount' })
  }
  const product = await productOf(work, params)
  const price = createPrice(work, { ...params, product, unitAmount: unitAmount ?? '0' })
  const custom = params.custom_unit_amount
  if (!custom) return price
  const { maximum = null, minimum = null, preset = null } = custom
  const free = {
    ...price,
    custom_unit_amount: { maximum, minimum, preset },
    unit_amount: null,
    unit_amount_decimal: null,
  }
  work.save(free)
  return free
}

async function productOf(work: Work, params: CreateParams): Promise<string> {
  if (params.product_data) return createProduct(work, params.product_data).id
  if (params.product === undefined) {
    const message = 'Missing required param: product.'
    throw new StripeError(400, message, { code: 'parameter_missing', param: 'product' })
  }
  const product = await work.find('product', params.product)
  if (!product) throw missing('product', params.product, 'product', 400)
  return product.id
}

const anything = z.unknown().optional()
const behavior = z.enum(['exclusive', 'inclusive', 'unspecified'])

const createParams = {
  active: flag.optional(),
  billing_scheme: z.enum(['per_unit', 'tiered']).optional(),
  currency,
  currency_options: anything,
  custom_unit_amount: z
    .strictObject({
      enabled: flag,
      maximum: integer.optional(),
      minimum: integer.optional(),
      preset: integer.optional(),
    })
    .optional(),
  lookup_key: text.optional(),
  metadata: metadata.optional(),
  nickname: text.optional(),
  product: text.optional(),
  product_data: productData.extend({ active: flag.optional(), id: text.optional() }).optional(),
  recurring: z
    .strictObject({
      interval: z.enum(['day', 'week', 'month', 'year']),
      interval_count: integer.optional(),
      meter: anything,
      trial_period_days: anything,
      usage_type: anything,
    })
    .optional(),
  tax_behavior: behavior.optional(),
  tiers: anything,
  tiers_mode: anything,
  transfer_lookup_key: flag.optional(),
  transform_quantity: anything,
  unit_amount: integer.optional(),
  unit_amount_decimal: decimal.optional(),
}

type CreateParams = z.output<z.ZodObject<typeof createParams>>

const updateParams = {
  active: flag.optional(),
  currency_options: anything,
  lookup_key: text.optional(),
  metadata: metadata.optional(),
  nickname: text.optional(),
  tax_behavior: behavior.optional(),
  transfer_lookup_key: flag.optional(),
}
