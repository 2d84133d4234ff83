import { z } from 'zod'
import { expect, test } from './world.ts'

const FLOW = 'Stripe Invoice → NetSuite Invoice Add'

const side = z.object({ count: z.number(), sum: z.string() })
const booksSchema = z.object({
  objects: z.array(z.object({ currency: z.string(), stripe: side, netsuite: side })),
  differing: z.array(z.unknown()),
  excluded: z.array(z.object({ key: z.string(), reason: z.string() })),
})

test('an analyst runs the flow, and every eligible invoice stands in NetSuite once', async ({
  office,
  instance,
}) => {
  test.setTimeout(240_000)
  await office.getByRole('link', { name: 'Flows', exact: true }).click()
  await office.getByRole('link', { name: FLOW, exact: true }).click()
  await office.getByRole('button', { name: 'Run', exact: true }).click()

  const openRun = office.getByRole('link', { name: /open run/i })
  await expect(openRun).toBeVisible({ timeout: 30_000 })
  await openRun.click()
  const state = office.getByRole('status', { name: 'Run state' })
  await expect(state).toHaveText('Done', { timeout: 180_000 })

  const books = booksSchema.parse(await instance.cli('books'))
  expect(books.differing).toEqual([])
  expect(books.objects.map((row) => row.currency).toSorted()).toEqual([
    'EUR',
    'GBP',
    'JPY',
    'KWD',
    'USD',
  ])
  for (const row of books.objects) expect(row.netsuite).toEqual(row.stripe)
  const booked = books.objects.reduce((sum, row) => sum + row.stripe.count, 0)
  expect(booked).toBeGreaterThan(350)
  expect(booked + books.excluded.length).toBe(400)
  for (const excluded of books.excluded) expect(excluded.reason).not.toBe('')
})
