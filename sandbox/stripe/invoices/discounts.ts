import { z } from 'zod'
import { missing, StripeError } from '../protocol/errors.ts'
import { clearable, text } from '../protocol/form.ts'
import type { Records } from '../store/records.ts'
import type { Work } from '../store/work.ts'

type Discount = Records['discount']

/** What `discounts[]` asks for: a coupon, a promotion code, or a discount that is there already. */
export const discountParams = clearable(
  z.array(
    z.strictObject({
      coupon: text.optional(),
      discount: text.optional(),
      promotion_code: text.optional(),
    }),
  ),
)

type DiscountParams = z.output<typeof discountParams>

/** Makes the discounts that somebody asks for and gives their ids, in that order. */
export async function useDiscounts(
  work: Work,
  wanted: DiscountParams | undefined,
  holder: { customer: string | null; invoice?: string; invoiceItem?: string },
): Promise<string[]> {
  const ids: string[] = []
  for (const [index, one] of (wanted ?? []).entries()) {
    const param = `discounts[${index}]`
    if (one.discount !== undefined) {
      const kept = await work.find('discount', one.discount)
      if (!kept) throw missing('discount', one.discount, `${param}[discount]`, 400)
      ids.push(kept.id)
      continue
    }
    const code = one.promotion_code && (await work.find('promotion_code', one.promotion_code))
    if (one.promotion_code && !code) {
      throw missing('promotion code', one.promotion_code, `${param}[promotion_code]`, 400)
    }
    const couponId = (code && code.promotion.coupon) || (one.coupon ?? '')
    const coupon = await work.find('coupon', couponId)
    if (!coupon) throw missing('coupon', couponId, `${param}[coupon]`, 400)
    if (!coupon.valid) {
      throw new StripeError(400, `Coupon expired: ${coupon.id}`, { code: 'coupon_expired', param })
    }
    work.save({ ...coupon, times_redeemed: coupon.times_redeemed + 1 })
    const discount = newDiscount(work, coupon.id, holder)
    work.save(code ? { ...discount, promotion_code: code.id } : discount)
    ids.push(discount.id)
  }
  return ids
}

/** A discount as the arithmetic needs it: `percent` 0–100 or a fixed amount in minor units. */
export async function discountRule(work: Work, id: string) {
  const discount = await work.find('discount', id)
  const coupon = await work.find('coupon', discount?.source.coupon ?? '')
  if (!coupon) return null
  if (coupon.percent_off !== null) return { id, percent: coupon.percent_off }
  return { id, amount: coupon.amount_off ?? 0 }
}

function newDiscount(
  work: Work,
  coupon: string,
  holder: { customer: string | null; invoice?: string; invoiceItem?: string },
): Discount {
  return {
    id: work.newId('di_1', 23),
    object: 'discount',
    checkout_session: null,
    customer: holder.customer,
    customer_account: null,
    end: null,
    invoice: holder.invoice ?? null,
    invoice_item: holder.invoiceItem ?? null,
    promotion_code: null,
    source: { coupon, type: 'coupon' },
    start: work.now,
    subscription: null,
    subscription_item: null,
  }
}
