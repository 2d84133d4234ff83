import { z } from 'zod'
import type { Db } from '#db/client.ts'
import { runPages } from '#db/schema/index.ts'
import { isJsonObject, type JsonObject } from '#nodes/json.ts'
import { compressJson, decompressJson } from '../run/bundle.ts'
import type { PageItem } from '../run/page.ts'
import { PAGE_SIZE } from './worker-context.ts'

/** Pages of a test of the draft whose records are kept for the next test. */
export const KEPT_PAGES = 10

/** Stores the pages of a run whose records are given when it starts; gives their number. */
export async function storeGiven(
  tx: Db,
  runId: number,
  items: readonly PageItem[],
): Promise<number> {
  const count = Math.ceil(items.length / PAGE_SIZE)
  for (let page = 1; page <= count; page += 1) {
    const own = items.slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE)
    await tx
      .insert(runPages)
      .values({ runId, page, items: await compressJson(own), size: own.length })
  }
  return count
}

/** A record that begins its way through a run: from a source, or `at` a node. */
export function givenItem(
  given: Pick<PageItem, 'key' | 'record' | 'at' | 'source'> & Partial<PageItem>,
): PageItem {
  return {
    facts: {},
    tries: 0,
    origin: null,
    errorId: null,
    whole: null,
    waitedAt: [],
    ...given,
  }
}

/** Opens what a page was stored with. */
export async function openItems(body: Buffer): Promise<PageItem[]> {
  return itemsSchema.parse(await decompressJson(body))
}

/** What we packed ourselves is not looked through again: that cost more than unpacking it. */
const object = z.custom<JsonObject>(isJsonObject)

const itemsSchema = z.array(
  z.object({
    key: z.string(),
    record: object,
    at: z.string().nullable(),
    source: z.string(),
    port: z.string().optional(),
    facts: z.object({
      name: z.string().optional(),
      amount: z.string().optional(),
      currency: z.string().optional(),
    }),
    tries: z.number(),
    origin: z.object({ page: z.number(), position: z.number() }).nullable(),
    errorId: z.number().nullable(),
    whole: z.string().nullable().default(null),
    waitedAt: z.array(z.string()).default([]),
  }),
)
