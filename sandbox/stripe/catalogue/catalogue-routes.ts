import type { Hono } from 'hono'
import { checkoutSessionCalls } from '../links/checkout-sessions.ts'
import type { Endpoints, StripeEnv } from '../protocol/endpoint.ts'
import { paymentLinkCalls } from '../links/payment-links.ts'
import { priceCalls } from './prices.ts'
import { productCalls } from './products.ts'
import { reductionCalls } from '../invoices/reductions.ts'
import { taxRateCalls } from './tax-rates.ts'

/** What is sold, at which price, and the links it is sold by. */
export function addCatalogueCalls(app: Hono<StripeEnv>, endpoints: Endpoints): void {
  const products = productCalls(endpoints)
  app.get('/products', products.list).post(products.create)
  app.get('/products/:id', products.retrieve).post(products.update).delete(products.remove)

  const prices = priceCalls(endpoints)
  app.get('/prices', prices.list).post(prices.create)
  app.get('/prices/:id', prices.retrieve).post(prices.update)

  const taxRates = taxRateCalls(endpoints)
  app.get('/tax_rates', taxRates.list).post(taxRates.create)
  app.get('/tax_rates/:id', taxRates.retrieve).post(taxRates.update)

  const reductions = reductionCalls(endpoints)
  app.get('/coupons', reductions.listCoupons).post(reductions.createCoupon)
  app
    .get('/coupons/:id', reductions.retrieveCoupon)
    .post(reductions.updateCoupon)
    .delete(reductions.removeCoupon)
  app.get('/promotion_codes', reductions.listCodes).post(reductions.createCode)
  app.get('/promotion_codes/:id', reductions.retrieveCode).post(reductions.updateCode)

  const links = paymentLinkCalls(endpoints)
  app.get('/payment_links', links.list).post(links.create)
  app.get('/payment_links/:id', links.retrieve).post(links.update)
  app.get('/payment_links/:id/line_items', links.lines)

  const sessions = checkoutSessionCalls(endpoints)
  app.get('/checkout/sessions', sessions.list)
  app.get('/checkout/sessions/:id', sessions.retrieve)
  app.get('/checkout/sessions/:id/line_items', sessions.lines)
}
