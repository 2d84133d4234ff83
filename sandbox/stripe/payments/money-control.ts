import { Hono, type Context } from 'hono'
import { z } from 'zod'
import type { SandboxEnv } from '../../context.ts'
import { failDebit, returnDebit, settleDebit } from './bank-debit.ts'
import { changeAccount, type StripeAccount } from '../store/change.ts'
import { controlBody } from '../control/control-input.ts'
import { StripeError } from '../protocol/errors.ts'
import { payLink } from '../links/pay-link.ts'
import { changeRefund } from '../refunds/refund-states.ts'
import type { Work } from '../store/work.ts'

/**
 * What a bank or a buyer does, by hand: `POST /_sandbox/charges/{py_…}/settle` and `…/fail` end a
 * bank debit now (`…/fail` also takes back one that has settled), `POST /_sandbox/refunds/{id}` with `{"status":"failed"}` moves a refund on, and
 * `POST /_sandbox/payment_links/{id}/pay` pays by a payment link.
 */
export function moneyControl(account: StripeAccount): Hono<SandboxEnv> {
  const app = new Hono<SandboxEnv>()
  app.post('/charges/:id/settle', (c) => endDebit(c, account, 'settle'))
  app.post('/charges/:id/fail', (c) => endDebit(c, account, 'fail'))
  app.post('/refunds/:id', async (c) => {
    const { status } = await controlBody(c, refundSchema)
    return answer(c, account, async (work) => {
      const refund = await work.find('refund', c.req.param('id'))
      if (!refund) throw new StripeError(404, 'There is no such refund.')
      return changeRefund(work, refund, status)
    })
  })
  app.post('/payment_links/:id/pay', async (c) => {
    const { payment_method, email = null, name = null } = await controlBody(c, paySchema)
    return answer(c, account, (work) =>
      payLink(work, c.req.param('id'), { email, name, paymentMethod: payment_method }),
    )
  })
  return app
}

async function endDebit(
  c: Context<SandboxEnv>,
  account: StripeAccount,
  how: 'settle' | 'fail',
): Promise<Response> {
  return answer(c, account, async (work) => {
    const id = c.req.param('id') ?? ''
    const charge = await work.find('charge', id)
    const settled = charge?.status === 'succeeded' && charge.id.startsWith('py_')
    if (settled && how === 'fail') returnDebit(work, charge)
    else if (charge?.status !== 'pending')
      throw new StripeError(404, 'There is no such pending charge.')
    else if (how === 'settle') await settleDebit(work, charge)
    else await failDebit(work, charge)
    return (await work.find('charge', id)) ?? charge
  })
}

/** Carries out a change; what it refuses is told with Stripe's own status and words. */
async function answer(
  c: Context<SandboxEnv>,
  account: StripeAccount,
  change: (work: Work) => Promise<object>,
): Promise<Response> {
  await account.settings.noteOrigin(new URL(c.req.url).origin)
  try {
    const result = await changeAccount(account, {}, change)
    if (result instanceof StripeError) return Response.json(result.body(), { status: 402 })
    return Response.json(result)
  } catch (error) {
    if (error instanceof StripeError) return Response.json(error.body(), { status: error.status })
    throw error
  }
}

const refundSchema = z.strictObject({
  status: z.enum(['succeeded', 'failed', 'requires_action', 'canceled']),
})

const paySchema = z.strictObject({
  email: z.string().optional(),
  name: z.string().optional(),
  payment_method: z.string().default('pm_card_visa'),
})
