import { randomBytes } from 'node:crypto'
import { Hono, type MiddlewareHandler } from 'hono'
import type { SandboxApp, SandboxContext, SandboxEnv } from '../context.ts'
import { ACCOUNT } from './account.ts'
import { adminRoutes } from './control/admin.ts'
import { authenticate } from './protocol/auth.ts'
import { addCatalogueCalls } from './catalogue/catalogue-routes.ts'
import { addCustomerCalls } from './customers/customer-routes.ts'
import { openAccount, type StripeAccount } from './store/change.ts'
import { whenDue } from './store/due.ts'
import { createEndpoints, type StripeEnv } from './protocol/endpoint.ts'
import { errorForStatus, StripeError } from './protocol/errors.ts'
import { eventCalls } from './events/events.ts'
import { hostedLinkPages } from './pages/hosted-link-pages.ts'
import { hostedPages } from './pages/hosted-pages.ts'
import { INDEX_PAGE } from './pages/index-page.ts'
import { invoiceItemCalls } from './invoices/invoice-items.ts'
import { invoiceLineCalls } from './invoices/invoice-line-calls.ts'
import { invoiceCalls } from './invoices/invoices.ts'
import { openKeys, type ApiKeys } from './protocol/keys.ts'
import { addMoneyCalls } from './payments/money-routes.ts'
import { createRateLimit } from './protocol/rate-limit.ts'
import { searchCall } from './protocol/search.ts'
import { addTestClockCalls } from './store/test-clocks.ts'
import { startDelivery } from './events/webhook-delivery.ts'
import { webhookEndpointCalls } from './events/webhook-endpoints.ts'
import { STRIPE_API_VERSION } from './store/work.ts'

export { prepareStripe } from './store/store.ts'

/**
 * The Stripe stand-in: the calls of https://docs.stripe.com/api that the flows need, at the root of
 * its own port as the official SDK expects them, and its remote control under `/_sandbox`.
 */
export function createStripe(context: SandboxContext): SandboxApp {
  const app: SandboxApp = new Hono<SandboxEnv>()
  app.use(context.calls.middleware(isWriting), datedBy(context.now))
  app.use(
    context.faults.middleware((status, code) =>
      asResponse(errorForStatus(status, code), requestId()),
    ),
  )
  const account = openAccount(context)
  const keys = openKeys(context.sql)
  const delivery = startDelivery({
    ...account,
    settings: async () => (await account.settings.get()).webhooks,
  })
  context.onClose?.(delivery.close)
  whenDue(app, account)
  account.clock?.onMove(async () => delivery.wake())
  app.get('/', (c) => c.html(INDEX_PAGE))
  app.route('/_sandbox', adminRoutes(context, account, { keys, delivery }))
  app.route('/v1', api(account, keys))
  app.route('/i', hostedPages(account))
  app.route('/b', hostedLinkPages(account))
  app.notFound((c) => {
    const message = `Unrecognized request URL (${c.req.method}: ${c.req.path}). Please see https://stripe.com/docs or we can help at https://support.stripe.com/.`
    return asResponse(new StripeError(404, message), requestId())
  })
  return app
}

/** Answers tell the time by the sandbox's clock (RFC 9110 §6.6.1) where that is not the real one. */
function datedBy(now: () => Date): MiddlewareHandler<SandboxEnv> {
  return async (c, next) => {
    await next()
    const shown = now()
    if (Math.abs(shown.getTime() - Date.now()) < 500) return
    c.res.headers.set('Date', shown.toUTCString())
  }
}

function api(account: StripeAccount, keys: ApiKeys): Hono<StripeEnv> {
  const app = new Hono<StripeEnv>()
  const rate = createRateLimit()
  app.use(async (c, next) => {
    c.set('requestId', requestId())
    c.header('Request-Id', c.get('requestId'))
    c.header('Stripe-Version', c.req.header('Stripe-Version') ?? STRIPE_API_VERSION)
    const key = c.req.header('Idempotency-Key')
    if (key) c.header('Idempotency-Key', key)
    await authenticate(keys, c.req.header('Authorization'), c.req, account.now())
    const { requestsPerSecond } = await account.settings.get()
    if (requestsPerSecond && !rate.admits(requestsPerSecond)) throw errorForStatus(429)
    await next()
  })
  app.onError((error, c) => {
    if (!(error instanceof StripeError)) console.error(error)
    const refusal = error instanceof StripeError ? error : errorForStatus(500)
    return asResponse(refusal, c.get('requestId'), c.req.header('Idempotency-Key'))
  })
  addCalls(app, account)
  return app
}

function addCalls(app: Hono<StripeEnv>, account: StripeAccount): void {
  const endpoints = createEndpoints(account)
  app.get(
    '/account',
    endpoints.read({}, async () => structuredClone(ACCOUNT)),
  )

  for (const [path, kind] of SEARCHABLE) {
    app.get(`${path}/search`, searchCall(endpoints.read, account, kind, `/v1${path}/search`))
  }

  addCustomerCalls(app, endpoints)

  const invoices = invoiceCalls(endpoints)
  app.get('/invoices', invoices.list).post(invoices.create)
  app.post('/invoices/create_preview', invoices.preview)
  app.get('/invoices/:id', invoices.retrieve).post(invoices.update).delete(invoices.remove)
  app.post('/invoices/:id/attach_payment', invoices.attachPayment)
  app.post('/invoices/:id/finalize', invoices.finalize)
  app.post('/invoices/:id/mark_uncollectible', invoices.markUncollectible)
  app.post('/invoices/:id/pay', invoices.pay)
  app.post('/invoices/:id/send', invoices.send)
  app.post('/invoices/:id/void', invoices.void)

  const lines = invoiceLineCalls(endpoints)
  app.get('/invoices/:id/lines', lines.list)
  app.post('/invoices/:id/lines/:inner', lines.updateOne)
  app.post('/invoices/:id/add_lines', lines.add)
  app.post('/invoices/:id/update_lines', lines.updateMany)
  app.post('/invoices/:id/remove_lines', lines.remove)

  const items = invoiceItemCalls(endpoints)
  app.get('/invoiceitems', items.list).post(items.create)
  app.get('/invoiceitems/:id', items.retrieve).post(items.update).delete(items.remove)

  addMoneyCalls(app, endpoints)
  addCatalogueCalls(app, endpoints)
  addTestClockCalls(app, endpoints, account)

  const webhooks = webhookEndpointCalls(endpoints)
  app.get('/webhook_endpoints', webhooks.list).post(webhooks.create)
  app.get('/webhook_endpoints/:id', webhooks.retrieve).post(webhooks.update).delete(webhooks.remove)

  const events = eventCalls(endpoints, account.now)
  app.get('/events', events.list)
  app.get('/events/:id', events.retrieve)
}

/** Customers who pay on a page write too, but they are no callers of the API. */
function isWriting(method: string, path: string): boolean {
  return path.startsWith('/v1/') && (method === 'POST' || method === 'DELETE')
}

/** What can be searched; these paths must come before `/:id`. */
const SEARCHABLE = [
  ['/charges', 'charge'],
  ['/customers', 'customer'],
  ['/invoices', 'invoice'],
  ['/payment_intents', 'payment_intent'],
  ['/prices', 'price'],
  ['/products', 'product'],
] as const

function asResponse(error: StripeError, id: string, key?: string): Response {
  const headers = new Headers({ 'Request-Id': id, 'Stripe-Version': STRIPE_API_VERSION })
  if (key) headers.set('Idempotency-Key', key)
  // The first call under a key is still running: to ask again is right (SDKs obey this header).
  if (error.status === 409) headers.set('Stripe-Should-Retry', 'true')
  // A locked object is no matter of limits: https://docs.stripe.com/rate-limits
  if (error.fields.code === 'rate_limit') headers.set('Stripe-Rate-Limited-Reason', 'global-rate')
  return Response.json(error.body(), { status: error.status, headers })
}

function requestId(): string {
  return `req_${randomBytes(7).toString('hex')}`
}
