import { z } from 'zod'
import { changeableThing, removeCall, storeChange } from '../catalogue/catalogue.ts'
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
import { listRecords, paging } from '../protocol/lists.ts'
import type { Records } from '../store/records.ts'
import { retrieveCall } from '../protocol/retrieve.ts'
import type { Work } from '../store/work.ts'

/** Coupons (https://docs.stripe.com/api/coupons) and the codes that stand for them. */
export function reductionCalls({ read, write }: Endpoints) {
  return {
    createCoupon: write(couponParams, async (work, params) => newCoupon(work, params)),
    retrieveCoupon: retrieveCall(read, 'coupon'),
    updateCoupon: write(
      {
        currency_options: z.unknown().optional(),
        metadata: metadata.optional(),
        name: z.string().max(40).optional(),
      },
      async (work, params, id) => {
        const before = await changeableThing(work, 'coupon', id)
        const notes = mergeMetadata(before.metadata, params.metadata)
        const name = params.name ?? before.name
        return storeChange(work, before, { ...before, metadata: notes, name })
      },
    ),
    removeCoupon: removeCall(write, 'coupon'),
    listCoupons: read({ ...paging, created: moments.optional() }, (sql, { created, ...page }) =>
      listRecords(sql, {
        kind: 'coupon',
        url: '/v1/coupons',
        page,
        filters: [{ moment: 'created', within: created }],
      }),
    ),
    createCode: write(codeParams, async (work, params) => newCode(work, params)),
    retrieveCode: retrieveCall(read, 'promotion_code'),
    updateCode: write(
      {
        active: flag.optional(),
        metadata: metadata.optional(),
        restrictions: z.unknown().optional(),
      },
      async (work, params, id) => {
        const before = await changeableThing(work, 'promotion_code', id)
        const notes = mergeMetadata(before.metadata, params.metadata)
        const active = params.active ?? before.active
        return storeChange(work, before, { ...before, active, metadata: notes })
      },
    ),
    listCodes: read(
      {
        ...paging,
        active: z.enum(['true', 'false']).optional(),
        code: text.optional(),
        coupon: text.optional(),
        created: moments.optional(),
        customer: text.optional(),
        customer_account: text.optional(),
      },
      (sql, { active, code, coupon: _, created, customer, customer_account: __, ...page }) =>
        listRecords(sql, {
          kind: 'promotion_code',
          url: '/v1/promotion_codes',
          page,
          filters: [
            { field: 'active', is: active },
            { field: 'code', is: code },
            { column: 'customer', is: customer },
            { moment: 'created', within: created },
          ],
        }),
    ),
  }
}

function newCoupon(work: Work, params: CouponParams): Records['coupon'] {
  const { amount_off, percent_off } = params
  if ((amount_off === undefined) === (percent_off === undefined)) {
    const message = 'You must pass either `percent_off` or `amount_off` when creating a coupon.'
    throw new StripeError(400, message, { param: 'percent_off' })
  }
  if (amount_off !== undefined && params.currency === undefined) {
    const message = 'Must provide a `currency` when passing `amount_off`.'
    throw new StripeError(400, message, { code: 'parameter_missing', param: 'currency' })
  }
  const coupon: Records['coupon'] = {
    id: params.id ?? work.newId('', 8),
    object: 'coupon',
    amount_off: amount_off ?? null,
    created: work.now,
    currency: amount_off === undefined ? null : (params.currency ?? null),
    duration: params.duration ?? 'once',
    duration_in_months: params.duration_in_months ?? null,
    livemode: false,
    max_redemptions: params.max_redemptions ?? null,
    metadata: mergeMetadata({}, params.metadata),
    name: params.name ?? null,
    percent_off: percent_off === undefined ? null : Number(percent_off),
    redeem_by: params.redeem_by ?? null,
    times_redeemed: 0,
    valid: true,
  }
  work.save(coupon)
  work.emit('coupon.created', coupon)
  return coupon
}

async function newCode(work: Work, params: CodeParams): Promise<Records['promotion_code']> {
  const coupon = await work.find('coupon', params.promotion.coupon)
  if (!coupon) throw missing('coupon', params.promotion.coupon, 'promotion[coupon]', 400)
  const code: Records['promotion_code'] = {
    id: work.newId('promo_1', 23),
    object: 'promotion_code',
    active: params.active ?? true,
    code: params.code ?? work.newId('', 8).toUpperCase(),
    created: work.now,
    customer: params.customer ?? null,
    customer_account: null,
    expires_at: params.expires_at ?? null,
    livemode: false,
    max_redemptions: params.max_redemptions ?? null,
    metadata: mergeMetadata({}, params.metadata),
    promotion: { coupon: coupon.id, type: 'coupon' },
    restrictions: {
      first_time_transaction: false,
      minimum_amount: null,
      minimum_amount_currency: null,
    },
    times_redeemed: 0,
  }
  work.save(code)
  work.emit('promotion_code.created', code)
  return code
}

const couponParams = {
  amount_off: integer.optional(),
  applies_to: z.unknown().optional(),
  currency: currency.optional(),
  currency_options: z.unknown().optional(),
  duration: z.enum(['forever', 'once', 'repeating']).optional(),
  duration_in_months: integer.optional(),
  id: text.optional(),
  max_redemptions: integer.optional(),
  metadata: metadata.optional(),
  name: z.string().max(40).optional(),
  percent_off: decimal.optional(),
  redeem_by: integer.optional(),
}

type CouponParams = z.output<z.ZodObject<typeof couponParams>>

const codeParams = {
  active: flag.optional(),
  code: text.optional(),
  customer: text.optional(),
  customer_account: text.optional(),
  expires_at: integer.optional(),
  max_redemptions: integer.optional(),
  metadata: metadata.optional(),
  promotion: z.strictObject({ coupon: text, type: z.literal('coupon') }),
  restrictions: z.unknown().optional(),
}

type CodeParams = z.output<z.ZodObject<typeof codeParams>>
