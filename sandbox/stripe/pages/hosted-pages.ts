import { Hono, type Context } from 'hono'
import type { SandboxEnv } from '../../context.ts'
import type { StripeAccount } from '../store/change.ts'
import { checkForm, hostedForm, methodOf } from './hosted-form.ts'
import { invoicePage } from './hosted-invoice-view.ts'
import { readHostedInvoice } from './hosted-invoice.ts'
import { hostedHeaders, unknownPage } from './hosted-layout.ts'
import { resolveHostedLink } from './hosted-link.ts'
import { takePayment } from './hosted-payment.ts'
import { invoicePdf } from './invoice-pdf.ts'
import { payInvoice } from '../invoices/pay-invoice.ts'

type Page = Context<SandboxEnv>

/**
 * The pages that customers pay invoices on, at `/i/{account}/{token}`
 * (https://docs.stripe.com/invoicing/hosted-invoice-page): plain HTML, no key and no script.
 */
export function hostedPages(account: StripeAccount): Hono<SandboxEnv> {
  const app = new Hono<SandboxEnv>()
  app.use(hostedHeaders)
  app.get('/:account/:token', async (c) => {
    const hosted = await found(account, c)
    if (!hosted) return c.html(unknownPage(), 404)
    return c.html(invoicePage(hosted), hosted.state === 'expired' ? 410 : 200)
  })
  app.get('/:account/:token/pdf', async (c) => {
    const hosted = await found(account, c)
    if (!hosted) return c.html(unknownPage(), 404)
    if (hosted.state === 'expired') return c.html(invoicePage(hosted), 410)
    const name = `Invoice-${hosted.invoice.number ?? hosted.invoice.id}.pdf`
    return c.body(new Uint8Array(invoicePdf(hosted)), 200, {
      'Content-Type': 'application/pdf',
      'Content-Disposition': `inline; filename="${name.replaceAll(/[^\w.-]/g, '_')}"`,
    })
  })
  app.post('/:account/:token', async (c) => {
    const hosted = await found(account, c)
    if (!hosted) return c.html(unknownPage(), 404)
    if (hosted.state === 'expired') return c.html(invoicePage(hosted), 410)
    const form = hostedForm.safeParse(await c.req.parseBody())
    if (!form.success || hosted.state !== 'payable') return c.redirect(c.req.path, 303)
    const wrong = checkForm(form.data, account.now())
    if (wrong) return c.html(invoicePage(hosted, form.data, wrong), 422)
    const result = await takePayment(account, async (work) => {
      const invoice = (await work.find('invoice', hosted.invoice.id)) ?? hosted.invoice
      const customer = await work.find('customer', invoice.customer ?? '')
      const { id } = methodOf(work, form.data, customer ?? null)
      return payInvoice(work, invoice, { outOfBand: false, paymentMethod: id })
    })
    if ('paid' in result) return c.redirect(c.req.path, 303)
    const fresh = (await found(account, c)) ?? hosted
    return c.html(invoicePage(fresh, form.data, result.trouble), 402)
  })
  return app
}

async function found(account: StripeAccount, c: Page) {
  const link = resolveHostedLink(c.req.param('account') ?? '', c.req.param('token') ?? '')
  return link?.id.startsWith('in_') ? readHostedInvoice(account, link) : null
}
