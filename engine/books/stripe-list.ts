import type { z } from 'zod'
import type { StripeReader } from '#nodes/stripe/client/client.ts'

const PAGE = 100

/** What is read of a list: objects created since then, or all. */
export interface Reading {
  since: Date | null
  signal: AbortSignal
}

/** All objects of one type, each cut down to what the schema keeps, newest first. */
export async function readStripeList<Kept>(
  stripe: StripeReader,
  list: { object: string; schema: z.ZodType<Kept> },
  { since, signal }: Reading,
): Promise<Kept[]> {
  const found: Kept[] = []
  let after: string | undefined
  for (;;) {
    const page = await stripe.list(
      list.object,
      { limit: PAGE, ...(since ? { createdFrom: since } : {}), ...(after ? { after } : {}) },
      signal,
    )
    for (const record of page.data) found.push(list.schema.parse(record))
    after = page.data.at(-1)?.id
    if (!page.hasMore || after === undefined) return found
  }
}
