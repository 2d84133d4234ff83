import type Stripe from 'stripe'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startStandIn, type StandIn } from '../stand-in.ts'

let standIn: StandIn
beforeAll(async () => {
  standIn = await startStandIn()
})
afterAll(() => standIn.close())

const CARD = { method: 'card', expiry: '12 / 34', cvc: '123', name: 'Ada Lovelace' }
const BANK = { method: 'us_bank_account', routing: '110000000' }

test('an open invoice shows who asks whom for what, and fields that have names', async () => {
  const invoice = await finalized({ description: 'Thank you <b>very</b> much' })
  const { status, text } = await get(invoice.hosted_invoice_url)
  expect(status).toBe(200)
  for (const shown of [`Invoice ${invoice.number}`, 'Northwind Cloud', 'Acme Ltd', '$1,234.50']) {
    expect(text).toContain(shown)
  }
  expect(text).toContain('Due December 20, 2026')
  expect(text).toContain('Thank you &lt;b&gt;very&lt;/b&gt; much')
  for (const [name, label] of [
    ['number', 'Card number'],
    ['expiry', 'Expiry'],
    ['cvc', 'CVC'],
    ['name', 'Name on card'],
    ['routing', 'Routing number'],
    ['account', 'Account number'],
  ]) {
    expect(text).toContain(`<label for="${name}">${label}</label>`)
    expect(text).toMatch(new RegExp(`<input\\s+id="${name}"`))
  }
  expect(text).toMatch(/<button type="submit">Pay by card<\/button>/)
  expect(text).toMatch(/<button type="submit">Pay by bank account<\/button>/)
})

test('a card that is good pays the invoice, and the page becomes a receipt', async () => {
  const invoice = await finalized()
  const page = await pay(invoice, { ...CARD, number: '4242 4242 4242 4242' })
  expect(page.status).toBe(200)
  expect(page.text).toContain('Invoice paid on November 20, 2026')
  expect(page.text).toContain('Visa •••• 4242')
  expect(await standIn.stripe.invoices.retrieve(invoice.id)).toMatchObject({
    status: 'paid',
    amount_paid: 123_450,
  })
  const { data } = await standIn.stripe.invoicePayments.list({ invoice: invoice.id })
  expect(data).toMatchObject([{ status: 'paid', payment: { type: 'payment_intent' } }])
})

test('a card that the bank refuses leaves the invoice open and says why', async () => {
  const invoice = await finalized()
  const declined = await pay(invoice, { ...CARD, number: '4000000000000002' })
  expect(declined).toMatchObject({ status: 402, text: expect.stringContaining('was declined') })
  const poor = await pay(invoice, { ...CARD, number: '4000000000009995' })
  expect(poor).toMatchObject({ status: 402, text: expect.stringContaining('insufficient funds') })
  expect(poor.text).toContain('value="Ada Lovelace"')
  expect(poor.text).not.toContain('4000000000009995')
  expect(await standIn.stripe.invoices.retrieve(invoice.id)).toMatchObject({
    status: 'open',
    attempted: true,
  })
  expect((await pay(invoice, { ...CARD, number: '4242424242424242' })).text).toContain('Receipt')
})

test('what cannot be a card or an account is told at its field, and nothing is tried', async () => {
  const invoice = await finalized()
  const wrong: [Record<string, string>, string][] = [
    [{ ...CARD, number: '4242424242424241' }, 'Your card number is invalid.'],
    [{ ...CARD, number: '4242424242424242', expiry: '01 / 20' }, 'is in the past'],
    [{ ...CARD, number: '4242424242424242', expiry: 'soon' }, 'is incomplete'],
    [{ ...CARD, number: '4242424242424242', cvc: '1' }, 'security code is incomplete'],
    [{ ...CARD, number: '4242424242424242', name: ' ' }, 'Write the name'],
    [{ ...CARD, number: '4111111111111111' }, 'non test card'],
    [{ ...BANK, routing: '123', account: '000123456789' }, 'Your routing number is invalid.'],
    [{ ...BANK, account: 'x' }, 'Your account number is invalid.'],
  ]
  for (const [form, message] of wrong) {
    const page = await pay(invoice, form)
    expect(page).toMatchObject({ status: 422, text: expect.stringContaining(message) })
    expect(page.text).toContain('aria-invalid="true"')
  }
  expect(await standIn.stripe.invoices.retrieve(invoice.id)).toMatchObject({ attempted: false })
})

test('a bank account pays later: the page says that the payment is under way', async () => {
  const invoice = await finalized()
  const page = await pay(invoice, { ...BANK, account: '000123456789' })
  expect(page.text).toContain('Payment processing')
  expect(await standIn.stripe.invoices.retrieve(invoice.id)).toMatchObject({ status: 'open' })
  await passDays(6)
  expect((await get(invoice.hosted_invoice_url)).text).toContain('Bank account •••• 6789')
  expect(await standIn.stripe.invoices.retrieve(invoice.id)).toMatchObject({ status: 'paid' })
})

test('a bank account that fails later leaves the invoice to be paid again', async () => {
  const invoice = await finalized()
  await pay(invoice, { ...BANK, account: '000111111116' })
  await passDays(6)
  expect((await get(invoice.hosted_invoice_url)).text).toContain('Pay by card')
  expect(await standIn.stripe.invoices.retrieve(invoice.id)).toMatchObject({ status: 'open' })
})

test('a void invoice cannot be paid, and says so', async () => {
  const invoice = await finalized()
  await standIn.stripe.invoices.voidInvoice(invoice.id)
  const page = await pay(invoice, { ...CARD, number: '4242424242424242' })
  expect(page.text).toContain('has voided this invoice')
  expect(page.text).not.toContain('Pay by card')
})

test('a link ends thirty days after the invoice is due', async () => {
  const invoice = await finalized()
  await passDays(59)
  expect((await get(invoice.hosted_invoice_url)).status).toBe(200)
  await passDays(2)
  const page = await get(invoice.hosted_invoice_url)
  expect(page).toMatchObject({ status: 410, text: expect.stringContaining('has expired') })
  expect((await pay(invoice, { ...CARD, number: '4242424242424242' })).status).toBe(410)
})

test('whoever reads an invoice whose link has ended gets a new one, the same for thirty days', async () => {
  const invoice = await finalized()
  const read = () => standIn.stripe.invoices.retrieve(invoice.id)
  await passDays(61)
  const fresh = await read()
  expect(fresh.hosted_invoice_url).not.toBe(invoice.hosted_invoice_url)
  const { data } = await standIn.stripe.invoices.list({ limit: 100 })
  const listed = data.find(({ id }) => id === invoice.id)
  expect(listed?.hosted_invoice_url).toBe(fresh.hosted_invoice_url)
  await passDays(20)
  expect((await read()).hosted_invoice_url).toBe(fresh.hosted_invoice_url)
  expect((await get(fresh.hosted_invoice_url)).status).toBe(200)
  await passDays(20)
  expect((await get(fresh.hosted_invoice_url)).status).toBe(410)
  expect((await get((await read()).hosted_invoice_url)).text).toContain('Pay by card')
})

test('the invoice is there as a document too', async () => {
  const invoice = await finalized()
  const answer = await fetch(invoice.invoice_pdf ?? '')
  expect(answer.headers.get('content-type')).toBe('application/pdf')
  const text = Buffer.from(await answer.arrayBuffer()).toString('latin1')
  expect(text).toMatch(/^%PDF-1\.4[^]*%%EOF\n$/)
  expect(text).toContain(invoice.number)
  expect(text).toContain('$1,234.50')
  // Readers find the parts by their places in the file.
  const start = Number(/startxref\n(\d+)/.exec(text)?.[1])
  expect(text.slice(start, start + 4)).toBe('xref')
  const places = [...text.matchAll(/^(\d{10}) 00000 n $/gm)].map((match) => Number(match[1]))
  expect(places.map((place) => text.slice(place, place + 7))).toEqual(
    places.map((_, index) => `${index + 1} 0 obj`),
  )
})

test('an address that was never given out leads to a page that says so', async () => {
  expect(await get(`${standIn.url}/i/acct_1NorthwindCloud1/test_x`)).toMatchObject({
    status: 404,
    text: expect.stringContaining('There is no such page'),
  })
})

test('a payment on the page is no call of the API', async () => {
  const invoice = await finalized()
  await standIn.control('DELETE', '/calls')
  await pay(invoice, { ...CARD, number: '4242424242424242' })
  expect(await standIn.control('GET', '/calls')).toMatchObject({ writing: 0 })
})

test('a payment link takes money from whoever comes, until it is closed', async () => {
  const { paymentLinks, checkout } = standIn.stripe
  const link = await paymentLinks.create({
    line_items: [
      {
        price_data: { currency: 'usd', unit_amount: 5000, product_data: { name: 'Seats' } },
        quantity: 2,
      },
    ],
    restrictions: { completed_sessions: { limit: 1 } },
  })
  const page = await get(link.url)
  expect(page.text).toContain('Pay $100.00')
  expect(page.text).toContain('<label for="card-email">Email</label>')
  const card = { ...CARD, number: '4242424242424242' }
  expect(await post(link.url, card)).toMatchObject({
    status: 422,
    text: expect.stringContaining('Your email address is incomplete.'),
  })
  const buyer = { ...card, email: 'ada@a.test' }
  expect((await post(link.url, { ...buyer, number: '4000000000000002' })).status).toBe(402)
  expect((await post(link.url, buyer)).text).toContain('Thank you')
  const { data } = await checkout.sessions.list({ payment_link: link.id })
  expect(data).toMatchObject([
    { payment_status: 'paid', amount_total: 10_000, customer_details: { email: 'ada@a.test' } },
  ])
  expect((await get(link.url)).status).toBe(410)
  expect((await post(link.url, buyer)).text).toContain('no longer active')
})

async function finalized(more: Partial<Stripe.InvoiceCreateParams> = {}) {
  const { customers, invoices, invoiceItems } = standIn.stripe
  const { id: customer } = await customers.create({ name: 'Acme Ltd', email: 'ap@acme.test' })
  const draft = await invoices.create({
    customer,
    collection_method: 'send_invoice',
    days_until_due: 30,
    currency: 'usd',
    payment_settings: { payment_method_types: ['card', 'us_bank_account'] },
    ...more,
  })
  const line = { customer, invoice: draft.id, currency: 'usd', description: 'Seats' }
  await invoiceItems.create({ ...line, amount: 123_450 })
  return invoices.finalizeInvoice(draft.id)
}

async function get(url: string | null | undefined) {
  const answer = await fetch(url ?? '')
  return { status: answer.status, text: (await answer.text()).replaceAll(/\s+/g, ' ') }
}

function pay(invoice: Stripe.Invoice, form: Record<string, string>) {
  return post(invoice.hosted_invoice_url ?? '', form)
}

async function post(url: string, form: Record<string, string>) {
  const answer = await fetch(url, { method: 'POST', body: new URLSearchParams(form) })
  return { status: answer.status, text: (await answer.text()).replaceAll(/\s+/g, ' ') }
}

async function passDays(days: number) {
  standIn.clock.now = new Date(standIn.clock.now.getTime() + days * 86_400_000)
  await standIn.control('GET', '/settings')
}
