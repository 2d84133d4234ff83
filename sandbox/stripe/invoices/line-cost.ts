import Big from 'big.js'
import { z } from 'zod'
import { createPrice, createProduct } from '../catalogue/catalogue.ts'
import { missing, StripeError } from '../protocol/errors.ts'
import { currency, decimal, integer, metadata, text } from '../protocol/form.ts'
import { lineAmount } from './invoice-math.ts'
import type { Work } from '../store/work.ts'

/** What a line costs; amounts in minor units, the unit amount and the quantity decimals. */
export interface LineCost {
  amount: number
  quantity: string
  unitAmount: string
  price: string | null
  product: string | null
  /** Of the product, for lines without a description of their own. */
  name: string | null
}

/**
 * What a line costs, by amount, unit amount, price or price data. A change says only what is
 * different: the rest stays as it was `before`.
 */
export async function costOf(
  work: Work,
  params: CostParams,
  money: string,
  before?: LineCost,
): Promise<LineCost> {
  const quantity = params.quantity_decimal ?? params.quantity?.toString() ?? before?.quantity ?? '1'
  if (params.amount !== undefined) {
    const unitAmount = new Big(quantity).eq(0)
      ? '0'
      : new Big(params.amount).div(quantity).round(12).toFixed()
    return { ...NOTHING, amount: params.amount, quantity, unitAmount }
  }
  const priced = await priceOf(work, params, money)
  const unitAmount = params.unit_amount_decimal ?? priced?.unitAmount ?? before?.unitAmount
  if (unitAmount === undefined) {
    const message =
      'You must provide one of `amount`, `unit_amount_decimal`, `pricing` or `price_data`.'
    throw new StripeError(400, message, { code: 'parameter_missing', param: 'amount' })
  }
  const own = params.unit_amount_decimal === undefined ? (priced ?? before ?? NOTHING) : NOTHING
  const { price, product, name } = own
  const amount = lineAmount(unitAmount, quantity, money)
  return { amount, quantity, unitAmount, price, product, name }
}

async function priceOf(work: Work, params: CostParams, money: string) {
  const id = params.pricing?.price
  if (id !== undefined) {
    const price = await work.find('price', id)
    if (!price) throw missing('price', id, 'pricing[price]', 400)
    if (!price.active) {
      const message = `The price specified is inactive. This field only accepts active prices.`
      throw new StripeError(400, message, { param: 'pricing[price]' })
    }
    if (price.currency !== money) {
      const message = `The price specified only supports \`${price.currency}\`. This doesn't match the expected currency: \`${money}\`.`
      throw new StripeError(400, message, { param: 'pricing[price]' })
    }
    const product = await work.find('product', price.product)
    const unitAmount = price.unit_amount_decimal ?? '0'
    return { price: price.id, product: price.product, name: product?.name ?? null, unitAmount }
  }
  const data = params.price_data
  const unitAmount = data?.unit_amount_decimal ?? data?.unit_amount?.toString()
  if (!data || unitAmount === undefined) return undefined
  if (data.currency !== money) {
    const message = `The currency of the price data (${data.currency}) differs from the invoice's (${money}).`
    throw new StripeError(400, message, { param: 'price_data[currency]' })
  }
  const product = data.product_data
    ? createProduct(work, { name: data.product_data.name, active: false })
    : await work.find('product', data.product ?? '')
  if (!product) throw missing('product', data.product ?? '', 'price_data[product]', 400)
  const spec = { active: false, currency: money, product: product.id, unitAmount }
  const price = createPrice(work, { ...spec, tax_behavior: data.tax_behavior })
  return { price: price.id, product: product.id, name: product.name, unitAmount }
}

const NOTHING = { price: null, product: null, name: null }

const behavior = z.enum(['exclusive', 'inclusive', 'unspecified'])

export const productData = z.strictObject({
  description: text.optional(),
  images: z.array(text).optional(),
  metadata: metadata.optional(),
  name: text,
  tax_code: text.optional(),
  tax_details: z.unknown().optional(),
  unit_label: text.optional(),
})

/** The parameters that say what a line costs, except for `unit_amount_decimal`. */
export const costParams = {
  amount: integer.optional(),
  price_data: z
    .strictObject({
      currency,
      product: text.optional(),
      product_data: productData.optional(),
      tax_behavior: behavior.optional(),
      unit_amount: integer.optional(),
      unit_amount_decimal: decimal.optional(),
    })
    .optional(),
  pricing: z.strictObject({ price: text.optional() }).optional(),
  quantity: integer.optional(),
  quantity_decimal: decimal.optional(),
}

/** The same for invoice items, which also take a bare unit amount. */
export const itemCostParams = {
  ...costParams,
  tax_behavior: behavior.optional(),
  unit_amount_decimal: decimal.optional(),
}

type CostParams = z.output<z.ZodObject<typeof costParams>> & { unit_amount_decimal?: string }
