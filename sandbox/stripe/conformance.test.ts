import { afterAll, beforeAll, expect, test } from 'vitest'
import { readStripeTypes, type StripeTypes } from '../../testing/stripe-types.ts'
import { walkAccount } from '../../testing/stripe-walk.ts'
import { EVENT_TYPES } from './events/event-types.ts'
import { startStandIn, stripeAt, type StandIn } from './stand-in.ts'

let standIn: StandIn
let types: StripeTypes
/** What was answered, by the call as the router knows it. */
const answers = new Map<string, unknown[]>()

beforeAll(async () => {
  standIn = await startStandIn()
  types = readStripeTypes()
})
afterAll(() => standIn.close())

test('every call answers what the SDK declares', async () => {
  const stripe = stripeAt(standIn.url, { fetch: recorded })
  await walkAccount(stripe, {
    passDays: (days) => {
      standIn.clock.now = new Date(standIn.clock.now.getTime() + days * 86_400_000)
    },
    payLink: (id) => standIn.control('POST', `/payment_links/${id}/pay`),
  })
  expect(problems()).toEqual([])
  const walked = new Set([...answers.keys()].map((call) => routeOf(call)))
  const calls = standIn.calls.filter((call) => /^(GET|POST|DELETE) \/v1\/[a-z]/.test(call))
  expect(calls.filter((call) => !walked.has(call))).toEqual([])
})

test('every type of event that the SDK knows can be asked for', () => {
  expect(types.eventTypes.length).toBeGreaterThan(200)
  expect(types.eventTypes.filter((type) => !EVENT_TYPES.has(type))).toEqual([])
})

test('every object of a seeded account is what the SDK declares', async () => {
  answers.clear()
  await standIn.control('POST', '/seed', { customers: 12, invoices: 60 })
  const stripe = stripeAt(standIn.url, { fetch: recorded })
  const all = [
    stripe.customers.list({ limit: 100, expand: ['data.tax_ids'] }),
    stripe.products.list({ limit: 100 }),
    stripe.prices.list({ limit: 100 }),
    stripe.invoices.list({ limit: 100, expand: ['data.payments'] }),
    stripe.invoiceItems.list({ limit: 100 }),
    stripe.invoicePayments.list({ limit: 100 }),
    stripe.paymentIntents.list({ limit: 100 }),
    stripe.charges.list({ limit: 100, expand: ['data.refunds'] }),
    stripe.refunds.list({ limit: 100 }),
    stripe.balanceTransactions.list({ limit: 100 }),
    stripe.taxRates.list({ limit: 100 }),
    stripe.coupons.list({ limit: 100 }),
    stripe.events.list({ limit: 100 }),
  ]
  for (const list of await Promise.all(all)) expect(list.object).toBe('list')
  expect(problems()).toEqual([])
})

const recorded: typeof fetch = async (input, init) => {
  const answer = await fetch(input, init)
  const body: unknown = await answer.clone().json()
  const request = new Request(input, init)
  const call = `${request.method} ${new URL(request.url).pathname}`
  answers.set(call, [...(answers.get(call) ?? []), body])
  return answer
}

/** All that is wrong with any answer, each with the call that gave it; the same thing once. */
function problems(): string[] {
  const found = new Set<string>()
  for (const [call, bodies] of answers) {
    for (const body of bodies) {
      if (isRefusal(body)) continue
      for (const problem of types.problems(body)) {
        found.add(`${routeOf(call)}: ${problem.replaceAll(/\[\d+\]/g, '[]')}`)
      }
    }
  }
  return [...found]
}

function isRefusal(body: unknown): boolean {
  return typeof body === 'object' && body !== null && 'error' in body
}

/** The route that answers a call: ids in its path become parameters. */
function routeOf(call: string): string {
  const fits = (route: string) => {
    const pattern = route.replaceAll('.', '\\.').replaceAll(/:\w+/g, '[^/]+')
    return new RegExp(`^${pattern}$`).test(call)
  }
  const routes = standIn.calls.filter((route) => fits(route))
  return routes.toSorted((a, b) => a.split(':').length - b.split(':').length)[0] ?? call
}
