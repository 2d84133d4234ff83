import { z } from 'zod'
import type { ConfigOf } from '../../kind.ts'
import type { SourceContext, SourcePage, SourceRecord } from '../../runner.ts'
import { source } from '../../runner.ts'
import type { StripeReader, StripeRecord } from '../client/client.ts'
import { stripeFacts } from '../common/facts.ts'
import { stripeWord } from '../objects.ts'
import { stripeListSource } from './kind.ts'

/** Reads the objects created in the period, in full, newest first. */
export const runStripeListSource = source<typeof stripeListSource, StripeReader>(stripeListSource, {
  read: (config, context, cursor) =>
    context.ids
      ? readIds(config, context, context.ids, typeof cursor === 'number' ? cursor : 0)
      : readList(config, context, AFTER.parse(cursor)),
})

type Config = ConfigOf<typeof stripeListSource>
type Context = SourceContext<StripeReader>

const AFTER = z.string().nullable()

const DAY_MS = 24 * 3600 * 1000

/** Ids fetched for one page: each is a request of its own. */
const IDS_PER_PAGE = 25

async function readIds(
  config: Config,
  context: Context,
  ids: readonly string[],
  from: number,
): Promise<SourcePage> {
  const to = from + Math.min(IDS_PER_PAGE, context.pageSize)
  const wanted = ids.slice(from, to)
  const { signal } = context
  const found = await Promise.all(
    wanted.map((id) => context.client.get(config.object, id, { expand: config.expand, signal })),
  )
  return {
    records: found.flatMap((object) => (object ? [toRecord(object)] : [])),
    next: to < ids.length ? to : null,
    skipped: wanted.flatMap((id, at) =>
      found[at] ? [] : [{ key: id, reason: `Stripe has no ${stripeWord(config.object)} ${id}.` }],
    ),
  }
}

async function readList(
  config: Config,
  context: Context,
  after: string | null,
): Promise<SourcePage> {
  const days = config.backfillDays ?? 365
  const filter: Record<string, string> = {}
  if (config.object === 'invoice' && config.status) filter.status = config.status
  if (config.customer) filter.customer = config.customer
  const page = await context.client.list(
    config.object,
    {
      filter,
      createdFrom: context.since ?? new Date(context.until.getTime() - days * DAY_MS),
      createdTo: context.until,
      limit: Math.min(100, context.pageSize),
      expand: config.expand.map((path) => `data.${path}`),
      ...(after ? { after } : {}),
    },
    context.signal,
  )
  return {
    records: page.data.map((object) => toRecord(object)),
    next: page.hasMore ? (page.data.at(-1)?.id ?? null) : null,
  }
}

function toRecord(object: StripeRecord): SourceRecord {
  return { key: object.id, record: object, facts: stripeFacts(object) }
}
