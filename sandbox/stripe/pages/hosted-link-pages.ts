import { Hono } from 'hono'
import type { SandboxEnv } from '../../context.ts'
import type { StripeAccount } from '../store/change.ts'
import { checkEmail, checkForm, hostedForm, methodOf } from './hosted-form.ts'
import { hostedHeaders, unknownPage } from './hosted-layout.ts'
import { closedLinkPage, paymentLinkPage, thanksPage } from './hosted-link-view.ts'
import { resolveHostedLink } from './hosted-link.ts'
import { takePayment } from './hosted-payment.ts'
import { payLink } from '../links/pay-link.ts'
import { findRecord, findRelated } from '../store/store.ts'

/**
 * The pages behind payment links, at `/b/{account}/{token}`
 * (https://docs.stripe.com/payment-links): what is bought, and the forms to pay it.
 */
export function hostedLinkPages(account: StripeAccount): Hono<SandboxEnv> {
  const app = new Hono<SandboxEnv>()
  app.use(hostedHeaders)
  app.get('/:account/:token', async (c) => {
    const hosted = await read(account, c.req.param('account'), c.req.param('token'))
    if (!hosted) return c.html(unknownPage(), 404)
    if (c.req.query('paid')) return c.html(thanksPage(hosted))
    return hosted.link.active
      ? c.html(paymentLinkPage(hosted))
      : c.html(closedLinkPage(hosted.link), 410)
  })
  app.post('/:account/:token', async (c) => {
    const hosted = await read(account, c.req.param('account'), c.req.param('token'))
    if (!hosted) return c.html(unknownPage(), 404)
    if (!hosted.link.active) return c.html(closedLinkPage(hosted.link), 410)
    const form = hostedForm.safeParse(await c.req.parseBody())
    if (!form.success) return c.redirect(c.req.path, 303)
    const wrong = checkEmail(form.data) ?? checkForm(form.data, account.now())
    if (wrong) return c.html(paymentLinkPage(hosted, form.data, wrong), 422)
    const { email, name } = form.data
    const result = await takePayment(account, (work) =>
      payLink(work, hosted.link.id, {
        email,
        name: name || null,
        paymentMethod: methodOf(work, form.data, null).id,
      }),
    )
    if ('trouble' in result) return c.html(paymentLinkPage(hosted, form.data, result.trouble), 402)
    const { redirect } = hosted.link.after_completion
    if (!redirect) return c.redirect(`${c.req.path}?paid=${result.paid.id}`, 303)
    return c.redirect(redirect.url.replaceAll('{CHECKOUT_SESSION_ID}', result.paid.id), 303)
  })
  return app
}

async function read(account: StripeAccount, owner: string, token: string) {
  const id = resolveHostedLink(owner, token)?.id
  const link = id ? await findRecord(account.sql, 'payment_link', id) : undefined
  return link ? { link, lines: await findRelated(account.sql, 'item', 'owner', link.id) } : null
}
