import { z } from 'zod'
import type { Endpoints } from './endpoint.ts'
import { missing, StripeError } from './errors.ts'
import { currency, decimal, flag, integer, mergeMetadata, metadata, moments, text } from './form.ts'
import { listRecords, paging } from './lists.ts'
import type { Records } from './records.ts'
import { retrieveCall } from './retrieve.ts'
import type { Work } from './work.ts'

/** What is sold: products, prices, tax rates and coupons. */
export function catalogueCalls({ read, write }: Endpoints) {
  return {
    createProduct: write(productParams, async (work, params) => createProduct(work, params)),
    retrieveProduct: retrieveCall(read, 'product'),
    listProducts: read(
      { ...paging, active: z.enum(['true', 'false']).optional(), created: moments.optional() },
      (sql, { active, created, ...page }) =>
        listRecords(sql, {
          kind: 'product',
          url: '/v1/products',
          page,
          filters: [
            { field: 'active', is: active },
            { moment: 'created', within: created },
          ],
        }),
    ),
    createPrice: write(priceParams, async (work, params) => {
      const product = await work.find('product', params.product)
      if (!product) throw missing('product', params.product, 'product', 400)
      const unit = params.unit_amount_decimal ?? params.unit_amount?.toString()
      if (unit !== undefined) return createPrice(work, { ...params, unitAmount: unit })
      const message = 'You must provide one of `unit_amount` or `unit_amount_decimal`.'
      throw new StripeError(400, message, { code: 'parameter_missing', param: 'unit_amount' })
    }),
    retrievePrice: retrieveCall(read, 'price'),
    listPrices: read(
      {
        ...paging,
        active: z.enum(['true', 'false']).optional(),
        created: moments.optional(),
        product: text.optional(),
      },
      (sql, { active, created, product, ...page }) =>
        listRecords(sql, {
          kind: 'price',
          url: '/v1/prices',
          page,
          filters: [
            { field: 'active', is: active },
            { column: 'product', is: product },
            { moment: 'created', within: created },
          ],
        }),
    ),
    retrieveTaxRate: retrieveCall(read, 'tax_rate'),
    listTaxRates: read(
      { ...paging, active: z.enum(['true', 'false']).optional(), created: moments.optional() },
      (sql, { active, created, ...page }) =>
        listRecords(sql, {
          kind: 'tax_rate',
          url: '/v1/tax_rates',
          page,
          filters: [
            { field: 'active', is: active },
            { moment: 'created', within: created },
          ],
        }),
    ),
    retrieveCoupon: retrieveCall(read, 'coupon'),
    listCoupons: read({ ...paging, created: moments.optional() }, (sql, { created, ...page }) =>
      listRecords(sql, {
        kind: 'coupon',
        url: '/v1/coupons',
        page,
        filters: [{ moment: 'created', within: created }],
      }),
    ),
  }
}

/** Makes a product and tells of it. */
export function createProduct(work: Work, spec: ProductSpec): Records['product'] {
  const product: Records['product'] = {
    id: spec.id ?? work.newId('prod_', 14),
    object: 'product',
    active: spec.active ?? true,
    created: work.now,
    default_price: null,
    description: spec.description ?? null,
    images: [],
    livemode: false,
    marketing_features: [],
    metadata: mergeMetadata({}, spec.metadata),
    name: spec.name,
    package_dimensions: null,
    shippable: null,
    tax_code: null,
    tax_details: null,
    type: 'service',
    updated: work.now,
    url: null,
  }
  work.save(product)
  work.emit('product.created', product)
  return product
}

/** Makes a price, monthly when `recurring`, and tells of it. */
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

const productParams = {
  active: flag.optional(),
  description: text.optional(),
  id: text.optional(),
  metadata: metadata.optional(),
  name: text,
}

const priceParams = {
  active: flag.optional(),
  currency,
  lookup_key: text.optional(),
  metadata: metadata.optional(),
  nickname: text.optional(),
  product: text,
  recurring: z
    .strictObject({
      interval: z.enum(['day', 'week', 'month', 'year']),
      interval_count: integer.optional(),
    })
    .optional(),
  tax_behavior: z.enum(['exclusive', 'inclusive', 'unspecified']).optional(),
  unit_amount: integer.optional(),
  unit_amount_decimal: decimal.optional(),
}

type ProductSpec = z.output<z.ZodObject<typeof productParams>>
type PriceSpec = Omit<
  z.output<z.ZodObject<typeof priceParams>>,
  'unit_amount' | 'unit_amount_decimal'
> & { unitAmount: string }
