import Big from 'big.js'
import { expect, it } from 'vitest'
import {
  agrees,
  compareSides,
  shownAmount,
  type NetSuiteEntry,
  type Sides,
  type StoredOutcome,
  type StripeEntry,
} from './compare.ts'

function entry(change: Partial<StripeEntry> = {}): StripeEntry {
  const amount = new Big('120.00')
  return { key: 'in_1', name: 'INV-1', currency: 'USD', amount, outside: null, ...change }
}

function row(change: Partial<NetSuiteEntry> = {}): NetSuiteEntry {
  const amount = new Big('120.00')
  return { id: '7', key: 'in_1', name: 'N-7', currency: 'USD', amount, role: 'own', ...change }
}

function compareOne(
  stripe: StripeEntry | null,
  netsuite: NetSuiteEntry[],
  stored?: Partial<StoredOutcome>,
) {
  const stays = { flowId: 'f', reason: null, targetId: null }
  const outcome: StoredOutcome = { ...stays, outcome: 'done', ...stored }
  const sides: Sides = {
    stripe: new Map(stripe ? [[stripe.key, stripe]] : []),
    netsuite: new Map(netsuite.length > 0 ? [['in_1', netsuite]] : []),
    outcomes: new Map(stored ? [['in_1', outcome]] : []),
  }
  return compareSides(sides)
}

it('equal amounts agree, whatever decimals they are written with', () => {
  const result = compareOne(entry(), [row({ amount: new Big('120') })])
  expect(result).toMatchObject({ differing: [], excluded: [] })
  expect(result.stripe.get('USD')?.sum.eq(result.netsuite.get('USD')?.sum ?? 0)).toBe(true)
})

it('a credit memo takes its amount off the invoice', () => {
  const memo = row({ id: '8', amount: new Big('-30'), role: 'correction' })
  const result = compareOne(entry({ amount: new Big('90') }), [row(), memo])
  expect(result.differing).toEqual([])
  expect(result.netsuite.get('USD')).toMatchObject({ count: 1 })
  expect(result.netsuite.get('USD')?.sum.toFixed(2)).toBe('90.00')
})

it('one cent is a difference', () => {
  const { differing } = compareOne(entry(), [row({ amount: new Big('119.99') })])
  expect(differing).toEqual([
    {
      ...{ key: 'in_1', name: 'INV-1', currency: 'USD', stripe: '120.00', netsuite: '119.99' },
      reason: 'NetSuite has 0.01 USD less than Stripe: compare N-7 (id 7) with Stripe.',
    },
  ])
})

it('a missing invoice says what the last run made of it', () => {
  const reasonFor = (stored?: Partial<StoredOutcome>) =>
    compareOne(entry(), [], stored).differing[0]?.reason
  expect(reasonFor()).toBe('NetSuite does not have it. No run has seen it yet.')
  expect(reasonFor({ outcome: 'failed', reason: 'No item.' })).toBe(
    'NetSuite does not have it. Its last try failed: No item.',
  )
  expect(reasonFor({ outcome: 'waiting', reason: 'Too many requests.' })).toContain(
    'It is tried again by itself: Too many requests.',
  )
  expect(reasonFor({ outcome: 'unchanged', targetId: '7' })).toContain(
    'It was written as id 7, which is gone.',
  )
})

it('what a flow left out with a reason is excluded and not counted', () => {
  const filtered: Partial<StoredOutcome> = { outcome: 'filtered', reason: 'It came from NetSuite.' }
  for (const rows of [[], [row({ role: 'named' })]]) {
    const result = compareOne(entry(), rows, filtered)
    expect(result.excluded).toEqual([
      { key: 'in_1', name: 'INV-1', reason: 'It came from NetSuite.', cause: 'left out' },
    ])
    expect([...result.stripe, ...result.netsuite, ...result.differing]).toEqual([])
  }
})

it('what a flow left out although it is written is compared all the same', () => {
  const result = compareOne(entry(), [row({ amount: new Big(1) })], {
    outcome: 'filtered',
    reason: 'Blocked.',
  })
  expect(result.excluded).toEqual([])
  expect(result.differing).toMatchObject([{ stripe: '120.00', netsuite: '1.00' }])
})

it('drafts and void invoices are excluded, by the stored reason where there is one', () => {
  const draft = entry({ outside: 'It is a draft in Stripe.' })
  expect(compareOne(draft, []).excluded).toMatchObject([{ reason: 'It is a draft in Stripe.' }])
  const stored: Partial<StoredOutcome> = { outcome: 'filtered', reason: 'Not finalized yet.' }
  expect(compareOne(draft, [], stored).excluded).toMatchObject([{ reason: 'Not finalized yet.' }])
})

it('an invoice that Stripe voided and NetSuite did not is a difference', () => {
  const voided = entry({ outside: 'It was voided in Stripe.' })
  const { differing, stripe } = compareOne(voided, [row()])
  expect(differing).toMatchObject([
    { reason: 'It was voided in Stripe. NetSuite has N-7 (id 7) over 120.00 USD.' },
  ])
  expect(stripe.size).toBe(0)
  expect(compareOne(voided, [row({ amount: new Big(0) })]).differing).toEqual([])
})

it('two NetSuite invoices for one Stripe invoice are a difference, and both count', () => {
  const twice = [row(), row({ id: '9', name: null, role: 'named' })]
  const { differing, netsuite } = compareOne(entry(), twice)
  expect(differing).toMatchObject([
    { netsuite: '240.00', reason: 'NetSuite has it 2 times: N-7 (id 7), id 9. Void all but one.' },
  ])
  expect(netsuite.get('USD')?.count).toBe(2)
  expect(agrees(entry(), twice)).toBe(false)
})

it('what an open error or a wait explains is excluded with its sentence and not counted', () => {
  for (const [state, cause] of [
    ['open', 'error'],
    ['waiting', 'waiting'],
  ] as const) {
    const trouble = { state, reason: 'No item.' }
    for (const rows of [[], [row({ amount: new Big(1) })]]) {
      const result = compareOne(entry(), rows, { outcome: 'failed', trouble })
      expect(result.excluded).toEqual([{ key: 'in_1', name: 'INV-1', reason: 'No item.', cause }])
      expect([...result.stripe, ...result.netsuite, ...result.differing]).toEqual([])
    }
    const twice = compareOne(entry(), [row(), row({ id: '9' })], { outcome: 'failed', trouble })
    expect(twice.differing).toHaveLength(1)
    expect(twice.duplicates).toMatchObject([{ key: 'in_1' }])
  }
})

it('what is void in NetSuite and unknown to Stripe needs no counterpart', () => {
  const result = compareOne(null, [row({ amount: new Big(0) })])
  expect(result.excluded).toMatchObject([{ key: 'in_1', cause: 'left out' }])
  expect(result.differing).toEqual([])
})

it('another currency is a difference even over the same number', () => {
  const { differing, netsuite } = compareOne(entry(), [row({ currency: 'EUR' })])
  expect(differing).toMatchObject([{ reason: 'Stripe has it in USD, NetSuite in EUR.' }])
  expect([...netsuite.keys()]).toEqual(['EUR'])
})

it('what Stripe does not have is a difference', () => {
  expect(compareOne(null, [row()]).differing).toMatchObject([
    {
      stripe: null,
      netsuite: '120.00',
      reason: expect.stringContaining('Stripe does not have it'),
    },
  ])
})

it('amounts are shown with the decimals of their currency, and never rounded', () => {
  expect(shownAmount(new Big(1200), 'JPY')).toBe('1200')
  expect(shownAmount(new Big('1.5'), 'KWD')).toBe('1.500')
  expect(shownAmount(new Big('1.555'), 'USD')).toBe('1.555')
  expect(shownAmount(new Big(2).minus(2), 'USD')).toBe('0.00')
  expect(shownAmount(new Big(2), '')).toBe('2')
})
