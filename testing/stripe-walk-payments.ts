import type { Business } from './stripe-walk.ts'

/** Every call about payments: methods, intents, charges, refunds and the balance. */
export async function walkPayments(business: Business): Promise<void> {
  const method = await walkMethods(business)
  await walkIntents(business, method)
  await walkCharges(business)
  await walkRefunds(business)
  await walkBalance(business)
}

async function walkMethods({ stripe, customer }: Business): Promise<string> {
  const { paymentMethods, customers } = stripe
  const { id } = await paymentMethods.create({
    type: 'card',
    card: { token: 'tok_visa' },
    billing_details: { name: 'Ada' },
  })
  await paymentMethods.update(id, { metadata: { a: '1' } })
  await paymentMethods.attach(id, { customer })
  await paymentMethods.retrieve(id, { expand: ['customer'] })
  await paymentMethods.list({ customer })
  await customers.listPaymentMethods(customer)
  await customers.retrievePaymentMethod(customer, id)
  const bank = await paymentMethods.create({
    type: 'us_bank_account',
    us_bank_account: {
      account_holder_type: 'company',
      account_number: '000123456789',
      routing_number: '110000000',
    },
    billing_details: { name: 'Acme Ltd' },
  })
  await paymentMethods.attach(bank.id, { customer })
  await paymentMethods.detach(bank.id)
  return id
}

async function walkIntents({ stripe, customer }: Business, method: string): Promise<void> {
  const { paymentIntents } = stripe
  const held = await paymentIntents.create({
    amount: 2000,
    currency: 'usd',
    capture_method: 'manual',
    customer,
  })
  await paymentIntents.update(held.id, { description: 'Held' })
  await paymentIntents.confirm(held.id, { payment_method: method })
  await paymentIntents.capture(held.id)
  await paymentIntents.retrieve(held.id, {
    expand: ['latest_charge.balance_transaction', 'payment_method', 'customer'],
  })
  const unwanted = await paymentIntents.create({ amount: 700, currency: 'usd' })
  await paymentIntents.cancel(unwanted.id)
  await paymentIntents.list()
}

async function walkCharges({ stripe }: Business): Promise<void> {
  const { charges } = stripe
  const money = { amount: 900, currency: 'usd', source: 'tok_visa' }
  const charge = await charges.create(money)
  await charges.update(charge.id, { description: 'Direct' })
  await charges.capture((await charges.create({ ...money, capture: false })).id)
  await charges.retrieve(charge.id, { expand: ['balance_transaction', 'payment_intent'] })
  await charges.list()
}

async function walkRefunds({ stripe }: Business): Promise<void> {
  const { charges, refunds } = stripe
  const money = { amount: 900, currency: 'usd' }
  const charge = await charges.create({ ...money, source: 'tok_visa' })
  const refund = await refunds.create({ charge: charge.id, amount: 300 })
  await refunds.update(refund.id, { metadata: { a: '1' } })
  await refunds.retrieve(refund.id, { expand: ['charge', 'balance_transaction'] })
  await charges.retrieve(charge.id, { expand: ['refunds', 'customer'] })
  // The SDK has no method of its own for it any more.
  await stripe.rawRequest('GET', `/v1/charges/${charge.id}/refunds`)
  const later = await charges.create({ ...money, source: 'tok_pendingRefund' })
  const pending = await refunds.create({ charge: later.id })
  // Only a refund that asks the buyer for something can be taken back.
  await refunds.cancel(pending.id).catch(() => {})
  await refunds.list()
}

async function walkBalance({ stripe }: Business): Promise<void> {
  const { balance, balanceTransactions, payouts } = stripe
  await balance.retrieve()
  await payouts.list()
  const { data } = await balanceTransactions.list({ expand: ['data.source'] })
  await balanceTransactions.retrieve(data[0]?.id ?? '')
}
