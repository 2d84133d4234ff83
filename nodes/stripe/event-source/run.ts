import { z } from 'zod'
import type { Json } from '../../json.ts'
import type { ConfigOf } from '../../kind.ts'
import type { SourceContext, SourcePage, SourceRecord, ToldEvent } from '../../runner.ts'
import { source } from '../../runner.ts'
import type { StripeReader, StripeRecord } from '../client/client.ts'
import { stripeObject } from '../objects.ts'
import { aboutWhat, idToldOf, isOwnEvent, toldByStripe } from '../told-event.ts'
import { stripeEventSource } from './kind.ts'

/**
 * Reads in up to two phases, because Stripe keeps events for 30 days only: `list` finds the objects
 * created in the period, `events` those created before it and changed within it. With ids, neither.
 * A record is a hint, `{ id, object, event? }`: the object is fetched again when the flow needs it,
 * because events come late, twice and out of order.
 */
export const runStripeEventSource = source<typeof stripeEventSource, StripeReader>(
  stripeEventSource,
  {
    mayRepeat: true,
    read: async (config, context, cursor) => {
      if (context.ids) return readIds(config, context, context.ids, cursor)
      const listFrom = backfillStart(config, context)
      const at = CURSOR.parse(cursor) ?? { phase: listFrom ? 'list' : 'events', after: null }
      if (at.phase === 'list' && listFrom) return readList(config, context, listFrom, at.after)
      return readEvents(config, context, listFrom, at.after)
    },
    take: takeTold,
  },
)

type Config = ConfigOf<typeof stripeEventSource>
type Context = SourceContext<StripeReader>

const DAY_MS = 24 * 3600 * 1000

/** https://docs.stripe.com/api/events: events are kept for 30 days. */
const EVENTS_KEPT_MS = 30 * DAY_MS

/** A day less than Stripe keeps events, so that none can vanish between two pages. */
const EVENTS_TRUSTED_MS = 29 * DAY_MS

const CURSOR = z
  .object({ phase: z.enum(['list', 'events']), after: z.string().nullable() })
  .nullable()

/** From when on objects are listed; null when the events alone reach back far enough. */
function backfillStart(config: Config, context: Context): Date | null {
  if (!config.backfill) return null
  if (context.since === null)
    return new Date(context.until.getTime() - (config.backfillDays ?? 365) * DAY_MS)
  const trusted = context.until.getTime() - EVENTS_TRUSTED_MS
  return context.since.getTime() < trusted ? context.since : null
}

function readIds(
  config: Config,
  context: Context,
  ids: readonly string[],
  cursor: Json,
): SourcePage {
  const from = typeof cursor === 'number' ? cursor : 0
  const to = from + context.pageSize
  return {
    records: ids.slice(from, to).map((id) => ({ key: id, record: { id, object: config.object } })),
    next: to < ids.length ? to : null,
  }
}

async function readList(
  config: Config,
  context: Context,
  createdFrom: Date,
  after: string | null,
): Promise<SourcePage> {
  const page = await context.client.list(
    config.object,
    {
      createdFrom,
      createdTo: context.until,
      limit: Math.min(100, context.pageSize),
      ...(after ? { after } : {}),
    },
    context.signal,
  )
  const last = page.data.at(-1)
  return {
    records: page.data.map(({ id }) => ({ key: id, record: { id, object: config.object } })),
    next:
      page.hasMore && last ? { phase: 'list', after: last.id } : { phase: 'events', after: null },
  }
}

async function readEvents(
  config: Config,
  context: Context,
  listedFrom: Date | null,
  after: string | null,
): Promise<SourcePage> {
  const kept = context.until.getTime() - EVENTS_KEPT_MS
  const page = await context.client.events(
    config.events,
    {
      createdFrom: new Date(Math.max(kept, context.since?.getTime() ?? kept)),
      createdTo: context.until,
      limit: Math.min(100, context.pageSize),
      ...(after ? { after } : {}),
    },
    context.signal,
  )
  const records = new Map<string, SourceRecord>()
  const skipped: { key: string; reason: string }[] = []
  const hints: ToldEvent[] = []
  for (const event of page.data) {
    const seen = readEvent(config.object, event)
    if ('listOf' in seen) hints.push(seen.listOf)
    else if ('reason' in seen) skipped.push(seen)
    else if (!records.has(seen.record.key) && !wasListed(seen, listedFrom))
      records.set(seen.record.key, seen.record)
  }
  await addListed(config.object, hints, records, context)
  const last = page.data.at(-1)
  return {
    records: [...records.values()],
    next: page.hasMore && last ? { phase: 'events', after: last.id } : null,
    skipped,
  }
}

interface Seen {
  record: SourceRecord
  /** Unix seconds of the object's creation, where the event tells. */
  created: number | null
}

/** What one event tells about: an object of the wanted type, directly or by reference. */
function readEvent(
  object: string,
  event: StripeRecord,
): Seen | { key: string; reason: string } | { listOf: ToldEvent } {
  const told = toldByStripe(event)
  const about = aboutWhat(event)
  const key = idToldOf(object, told)
  if (key === undefined && tellsOfList(object, told)) return { listOf: told }
  if (key === undefined) return { key: told.id, reason: tellsOfNone(object, told) }
  if (isOwnEvent(event))
    return { key, reason: `The event ${told.type} was caused by what Tributary wrote itself.` }
  const direct = told.object === object
  const deleted = direct && about.deleted === true
  return {
    record: hint(object, key, { told, deleted }),
    created: direct && typeof about.created === 'number' ? about.created : null,
  }
}

function hint(
  object: string,
  key: string,
  { told, deleted = false }: { told: ToldEvent; deleted?: boolean },
): SourceRecord {
  const event = { id: told.id, type: told.type, created: told.created }
  const gone = deleted || (told.object === object && told.type.endsWith('.deleted'))
  const record = { id: key, object, event, ...(gone ? { deleted: true } : {}) }
  return { key, record, event: told }
}

async function takeTold(
  { object }: Config,
  told: readonly ToldEvent[],
  context: Context,
): Promise<SourcePage> {
  const records = new Map<string, SourceRecord>()
  const skipped: { key: string; reason: string }[] = []
  const hints: ToldEvent[] = []
  for (const event of told) {
    const key = idToldOf(object, event)
    if (key === undefined && tellsOfList(object, event)) hints.push(event)
    else if (key === undefined) skipped.push({ key: event.id, reason: tellsOfNone(object, event) })
    else records.set(key, hint(object, key, { told: event }))
  }
  await addListed(object, hints, records, context)
  return { records: [...records.values()], skipped, next: null }
}

/** An event such as charge.refunded tells of a refund, but not of which one. */
function tellsOfList(object: string, told: ToldEvent): boolean {
  return told.objectId !== '' && told.object === stripeObject(object).listedBy
}

/** Adds what such events tell of; a charge whose refund is among the records already is not asked. */
async function addListed(
  object: string,
  hints: readonly ToldEvent[],
  records: Map<string, SourceRecord>,
  { client, signal }: Context,
): Promise<void> {
  const by = stripeObject(object).listedBy
  if (by === undefined) return
  const known = new Set([...records.values()].map(({ event }) => event?.references[by]))
  for (const told of hints) {
    if (known.has(told.objectId)) continue
    known.add(told.objectId)
    const filter = { [by]: told.objectId }
    const { data } = await client.list(object, { filter, limit: LISTED }, signal)
    for (const { id } of data) if (!records.has(id)) records.set(id, hint(object, id, { told }))
  }
}

/** https://docs.stripe.com/api/pagination: at most a hundred on a page. */
const LISTED = 100

function tellsOfNone(object: string, { type }: ToldEvent): string {
  return `The event ${type} tells of no ${object}.`
}

function wasListed(seen: Seen, listedFrom: Date | null): boolean {
  if (!listedFrom || seen.created === null) return false
  return seen.created >= Math.floor(listedFrom.getTime() / 1000)
}
