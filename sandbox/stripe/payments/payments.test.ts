import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startStandIn, type StandIn } from '../stand-in.ts'

let standIn: StandIn
beforeAll(async () => {
  standIn = await startStandIn()
})
afterAll(() => standIn.close())

describe('payment intents', () => {
  test('money is held, taken in part and the rest let go', async () => {
    const { stripe } = standIn
    const held = await stripe.paymentIntents.create({
      amount: 5000,
      currency: 'usd',
      capture_method: 'manual',
      confirm: true,
      payment_method: 'pm_card_visa',
      metadata: { order: '7' },
    })
    expect(held).toMatchObject({ status: 'requires_capture', amount_capturable: 5000 })
    await expect(
      stripe.paymentIntents.capture(held.id, { amount_to_capture: 5001 }),
    ).rejects.toThrow('greater than the amount you can capture')
    const taken = await stripe.paymentIntents.capture(held.id, {
      amount_to_capture: 3000,
      expand: ['latest_charge'],
    })
    expect(taken).toMatchObject({
      status: 'succeeded',
      amount_received: 3000,
      latest_charge: { amount: 5000, amount_captured: 3000, metadata: { order: '7' } },
    })
    await expect(stripe.paymentIntents.cancel(held.id)).rejects.toMatchObject({
      code: 'payment_intent_unexpected_state',
    })
  })

  test('a declined card is told with its charge, and the intent waits for another one', async () => {
    const { stripe } = standIn
    const intent = await stripe.paymentIntents.create({ amount: 5000, currency: 'usd' })
    const payment_method = 'pm_card_chargeDeclinedInsufficientFunds'
    const tried = stripe.paymentIntents.confirm(intent.id, { payment_method })
    await expect(tried).rejects.toMatchObject({
      type: 'StripeCardError',
      code: 'card_declined',
      decline_code: 'insufficient_funds',
      message: 'Your card has insufficient funds.',
    })
    const waiting = await stripe.paymentIntents.retrieve(intent.id, { expand: ['latest_charge'] })
    expect(waiting).toMatchObject({
      status: 'requires_payment_method',
      last_payment_error: { decline_code: 'insufficient_funds' },
      latest_charge: { status: 'failed', outcome: { type: 'issuer_declined' } },
    })
    const paid = await stripe.paymentIntents.confirm(intent.id, { payment_method: 'pm_card_visa' })
    expect(paid).toMatchObject({ status: 'succeeded', last_payment_error: null })
  })

  test('a card that asks for its holder leaves the intent waiting for an action', async () => {
    const { stripe } = standIn
    const intent = await stripe.paymentIntents.create({
      amount: 5000,
      currency: 'usd',
      confirm: true,
      payment_method: 'pm_card_authenticationRequired',
    })
    expect(intent).toMatchObject({
      status: 'requires_action',
      next_action: { type: 'use_stripe_sdk' },
    })
    expect(await stripe.paymentIntents.cancel(intent.id)).toMatchObject({ status: 'canceled' })
  })

  test('a bank account cannot pay what is not in dollars, and nothing costs less than half of one', async () => {
    const { paymentIntents } = standIn.stripe
    const payment_method = 'pm_usBankAccount_success'
    const euros = { amount: 5000, currency: 'eur', confirm: true, payment_method }
    await expect(paymentIntents.create(euros)).rejects.toMatchObject({ param: 'payment_method' })
    await expect(paymentIntents.create({ amount: 49, currency: 'usd' })).rejects.toMatchObject({
      code: 'amount_too_small',
    })
  })

  test('a charge of the old kind is made from a token', async () => {
    const { stripe } = standIn
    const charge = await stripe.charges.create({
      amount: 2000,
      currency: 'usd',
      source: 'tok_visa',
    })
    expect(charge).toMatchObject({ payment_intent: null, captured: true, status: 'succeeded' })
    const noted = await stripe.charges.update(charge.id, { metadata: { note: '1' } })
    expect(noted.metadata).toEqual({ note: '1' })
  })
})

describe('bank debits', () => {
  test('one that has arrived can still fail: the money goes, what it paid stays paid', async () => {
    const { stripe } = standIn
    const intent = await pay('pm_usBankAccount_success')
    advance(6)
    const { latest_charge } = await stripe.paymentIntents.retrieve(intent)
    const id = String(latest_charge)
    await standIn.control('POST', `/charges/${id}/fail`)
    const expand = ['balance_transaction', 'failure_balance_transaction']
    expect(await stripe.charges.retrieve(id, { expand })).toMatchObject({
      ...{ status: 'failed', paid: false, failure_code: 'no_account' },
      balance_transaction: { type: 'payment', amount: 5000 },
      failure_balance_transaction: { type: 'payment_failure_refund', amount: -5000 },
    })
    expect(await stripe.paymentIntents.retrieve(intent)).toMatchObject({ status: 'succeeded' })
    const told = await stripe.events.list({ type: 'charge.failed' })
    expect(told.data[0]?.data.object).toMatchObject({ id })
  })
})

describe('payment methods', () => {
  test('a card belongs to one customer at a time', async () => {
    const { stripe } = standIn
    const [first, second] = await Promise.all([
      stripe.customers.create({ name: 'First' }),
      stripe.customers.create({ name: 'Second' }),
    ])
    const card = await stripe.paymentMethods.create({
      type: 'card',
      card: { number: '5555555555554444', exp_month: 4, exp_year: 2031, cvc: '123' },
    })
    expect(card).toMatchObject({ customer: null, card: { brand: 'mastercard', last4: '4444' } })
    await stripe.paymentMethods.attach(card.id, { customer: first.id })
    await expect(stripe.paymentMethods.attach(card.id, { customer: second.id })).rejects.toThrow(
      'already been attached',
    )
    const listed = await stripe.customers.listPaymentMethods(first.id, { type: 'card' })
    expect(listed.data.map(({ id }) => id)).toEqual([card.id])
    expect(await stripe.paymentMethods.detach(card.id)).toMatchObject({ customer: null })
  })
})

describe('refunds', () => {
  test('that of a bank debit is pending for days', async () => {
    const { stripe } = standIn
    const intent = await pay('pm_usBankAccount_success')
    advance(6)
    const refund = await stripe.refunds.create({ payment_intent: intent, amount: 1000 })
    expect(refund).toMatchObject({ status: 'pending', id: expect.stringMatching(/^pyr_/) })
    advance(6)
    expect(await stripe.refunds.retrieve(refund.id)).toMatchObject({ status: 'succeeded' })
  })

  test('one that fails later gives the money back to the account', async () => {
    const { stripe } = standIn
    const intent = await pay('pm_card_refundFail')
    const refund = await stripe.refunds.create({ payment_intent: intent })
    expect(refund.status).toBe('succeeded')
    advance(1)
    const failed = await stripe.refunds.retrieve(refund.id, {
      expand: ['charge', 'failure_balance_transaction'],
    })
    expect(failed).toMatchObject({
      status: 'failed',
      charge: { amount_refunded: 0, refunded: false },
      failure_balance_transaction: { type: 'refund_failure', amount: 5000 },
    })
    const told = await stripe.events.list({ type: 'refund.failed' })
    expect(told.data[0]?.data.object).toMatchObject({ id: refund.id })
  })

  test('one that asks for something can be canceled, others cannot', async () => {
    const { stripe } = standIn
    const refund = await stripe.refunds.create({
      payment_intent: await pay('pm_card_pendingRefund'),
    })
    await expect(stripe.refunds.cancel(refund.id)).rejects.toThrow('requires_action')
    await standIn.control('POST', `/refunds/${refund.id}`, { status: 'requires_action' })
    expect(await stripe.refunds.cancel(refund.id)).toMatchObject({ status: 'canceled' })
  })
})

describe('the balance', () => {
  test('money in other currencies is exchanged when the account is paid out in one', async () => {
    const { stripe } = standIn
    await fetch(`${standIn.url}/_sandbox/settings`, {
      method: 'PATCH',
      body: JSON.stringify({ settlementCurrency: 'usd' }),
    })
    const intent = await pay('pm_card_visa', { amount: 10_000, currency: 'jpy' })
    await fetch(`${standIn.url}/_sandbox/settings`, {
      method: 'PATCH',
      body: JSON.stringify({ settlementCurrency: null }),
    })
    const { latest_charge } = await stripe.paymentIntents.retrieve(intent, {
      expand: ['latest_charge.balance_transaction'],
    })
    expect(latest_charge).toMatchObject({
      amount: 10_000,
      balance_transaction: { currency: 'usd', exchange_rate: 0.0067, amount: 6700, fee: 224 },
    })
  })

  test('what was booked is pending and then available', async () => {
    const { stripe } = standIn
    await pay('pm_card_visa')
    const [booked] = (await stripe.balanceTransactions.list({ limit: 1 })).data
    expect(booked).toMatchObject({ status: 'pending', net: 4825 })
    advance(2)
    const later = await stripe.balanceTransactions.retrieve(booked?.id ?? '')
    expect(later.status).toBe('available')
    const { available } = await stripe.balance.retrieve()
    expect(available.find(({ currency }) => currency === 'usd')?.amount).toBeGreaterThan(4825)
  })
})

async function pay(payment_method: string, money = { amount: 5000, currency: 'usd' }) {
  const intent = await standIn.stripe.paymentIntents.create({
    ...money,
    confirm: true,
    payment_method,
  })
  return intent.id
}

/** Days. */
function advance(days: number): void {
  standIn.clock.now = new Date(standIn.clock.now.getTime() + days * 86_400_000)
}
