import { Hono, type Context } from 'hono'
import type { SandboxEnv } from '../context.ts'
import { changeAccount, type StripeAccount } from './change.ts'
import { StripeError } from './errors.ts'
import { checkForm, hostedForm, methodOf, type FormTrouble } from './hosted-form.ts'
import { invoicePage } from './hosted-invoice-view.ts'
import { readHostedInvoice } from './hosted-invoice.ts'
import { hostedNotice, type Markup } from './hosted-layout.ts'
import { resolveHostedLink } from './hosted-link.ts'
import { payInvoice } from './pay-invoice.ts'
import type { Work } from './work.ts'

type Page = Context<SandboxEnv>

/**
 * The pages that customers pay invoices on, at `/i/{account}/{token}`
 * (https://docs.stripe.com/invoicing/hosted-invoice-page): plain HTML, no key and no script.
 */
export function hostedPages(account: StripeAccount): Hono<SandboxEnv> {
  const app = new Hono<SandboxEnv>()
  app.use(async (c, next) => {
    await next()
    c.header('Content-Security-Policy', POLICY)
    c.header('Cache-Control', 'no-store')
  })
  app.get('/:account/:token', async (c) => {
    const hosted = await found(account, c)
    if (!hosted) return c.html(unknown(), 404)
    return c.html(invoicePage(hosted), hosted.state === 'expired' ? 410 : 200)
  })
  // Any browser makes a document of the page by printing it.
  app.get('/:account/:token/pdf', (c) => c.redirect(c.req.path.replace(/\/pdf$/, '')))
  app.post('/:account/:token', async (c) => {
    const hosted = await found(account, c)
    if (!hosted) return c.html(unknown(), 404)
    if (hosted.state === 'expired') return c.html(invoicePage(hosted), 410)
    const form = hostedForm.safeParse(await c.req.parseBody())
    if (!form.success || hosted.state !== 'payable') return c.redirect(c.req.path, 303)
    const wrong = checkForm(form.data, account.now())
    if (wrong) return c.html(invoicePage(hosted, form.data, wrong), 422)
    const trouble = await changed(account, async (work) => {
      const invoice = await work.find('invoice', hosted.invoice.id)
      if (!invoice) return null
      const customer = await work.find('customer', invoice.customer ?? '')
      const { id } = methodOf(work, form.data, customer ?? null)
      const result = await payInvoice(work, invoice, { outOfBand: false, paymentMethod: id })
      return result instanceof StripeError ? result : null
    })
    if (!trouble) return c.redirect(c.req.path, 303)
    const fresh = (await found(account, c)) ?? hosted
    return c.html(invoicePage(fresh, form.data, trouble), 402)
  })
  return app
}

/** Carries out a payment; what was refused, by the bank or by the state of things, comes back. */
async function changed(
  account: StripeAccount,
  pay: (work: Work) => Promise<StripeError | null>,
): Promise<FormTrouble | null> {
  try {
    const declined = await changeAccount(account, {}, pay)
    return declined && { field: null, message: declined.message }
  } catch (error) {
    if (error instanceof StripeError) return { field: null, message: error.message }
    throw error
  }
}

async function found(account: StripeAccount, c: Page) {
  const id = resolveHostedLink(c.req.param('account') ?? '', c.req.param('token') ?? '')
  return id?.startsWith('in_') ? readHostedInvoice(account, id) : null
}

function unknown(): Markup {
  return hostedNotice(
    'There is no such page',
    'Check the link: it may be incomplete, or what it led to was deleted.',
  )
}

const POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'"
