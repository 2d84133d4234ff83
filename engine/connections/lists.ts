import { and, eq, sql } from 'drizzle-orm'
import { z } from 'zod'
import { connectionLists, integrations } from '#db/schema/index.ts'
import type { Choice, RecordField } from '#nodes/connection.ts'
import { toNodeError } from '#nodes/errors.ts'
import type { System } from '#nodes/kind.ts'
import { NotFoundError, type Engine } from '../engine.ts'
import { loadConnection, withConnection, type ConnectionRow } from './open-connection.ts'

/** A list as the connected account gave it. */
export interface Fetched {
  /** ISO 8601, UTC; null = it has never been fetched. */
  fetchedAt: string | null
  /** True when it is older than it should be, because the account does not answer. */
  stale: boolean
  /** Why it could not be fetched anew, as a sentence. */
  problem: string | null
}

export interface ChoiceList extends Fetched {
  choices: Choice[]
}

export interface FieldList extends Fetched {
  fields: RecordField[]
}

/** Which connection a picker asks: by its id, or as the one of an integration. */
export type OfConnection = { connectionId: string } | { integrationId: string; system: System }

/** A list is asked for again after this long, in ms. */
const FRESH_MS = 10 * 60_000
/** Choices asked for at once; a list that gives fewer is complete and can be searched here. */
const FETCHED = 200
const PATIENCE_MS = 30_000

/**
 * What a picker offers: at most `limit` choices whose label or id has the words of `search`. `list`
 * is `item` or `netsuite:item`. Kept for ten minutes, longer while the connection is offline.
 */
export async function listChoices(
  engine: Engine,
  query: OfConnection & { list: string; search?: string; limit?: number },
): Promise<ChoiceList> {
  const row = await connectionOf(engine, query)
  const list = query.list.slice(query.list.indexOf(':') + 1)
  const search = (query.search ?? '').trim()
  const limit = Math.min(Math.max(query.limit ?? 50, 1), FETCHED)
  const fetch = (words: string) =>
    cached(engine, row, {
      list: `choices ${list}`,
      search: words,
      schema: CHOICES,
      ask: (connector, open, signal) =>
        connector.choices(open, { list, search: words, limit: FETCHED, signal }),
    })
  const all = await fetch('')
  const complete = all.content !== null && all.content.length < FETCHED
  const found = search === '' || complete || all.problem !== null ? all : await fetch(search)
  // A search that could not be made still finds what is known of the list.
  const { content, ...rest } = found.content === null ? { ...all, problem: found.problem } : found
  return { ...rest, choices: (content ?? []).filter(has(search)).slice(0, limit) }
}

/** The fields of a record type in the connected account, kept like the lists of choices. */
export async function recordFields(
  engine: Engine,
  query: OfConnection & { recordType: string },
): Promise<FieldList> {
  const row = await connectionOf(engine, query)
  const { content, ...rest } = await cached(engine, row, {
    list: `fields ${query.recordType}`,
    search: '',
    schema: FIELDS,
    ask: (connector, open, signal) => connector.fields(open, query.recordType, signal),
  })
  return { ...rest, fields: content ?? [] }
}

/** Has every list of a connection fetched anew when it is asked for next. */
export async function refreshLists(engine: Engine, connectionId: string): Promise<void> {
  await engine.database.db
    .update(connectionLists)
    .set({ fetchedAt: sql`least(fetched_at, now() - interval '1 day')` })
    .where(eq(connectionLists.connectionId, connectionId))
}

interface Wanted<T> {
  list: string
  search: string
  schema: z.ZodType<T>
  ask: (
    connector: Parameters<Parameters<typeof withConnection>[3]>[0],
    open: Parameters<Parameters<typeof withConnection>[3]>[1],
    signal: AbortSignal,
  ) => Promise<T>
}

async function cached<T>(
  engine: Engine,
  row: ConnectionRow,
  wanted: Wanted<T>,
): Promise<Fetched & { content: T | null }> {
  const { db } = engine.database
  const { list, search } = wanted
  const [stored] = await db
    .select()
    .from(connectionLists)
    .where(
      and(
        eq(connectionLists.connectionId, row.id),
        eq(connectionLists.list, list),
        eq(connectionLists.search, search),
      ),
    )
  const known = stored ? wanted.schema.safeParse(stored.content).data : undefined
  const fetchedAt = known === undefined ? null : (stored?.fetchedAt ?? null)
  const before = { content: known ?? null, fetchedAt: fetchedAt?.toISOString() ?? null }
  if (fetchedAt && Date.now() - fetchedAt.getTime() < FRESH_MS) {
    return { ...before, stale: false, problem: null }
  }
  if (row.state === 'offline') return { ...before, stale: true, problem: row.stateReason }
  try {
    const signal = AbortSignal.timeout(PATIENCE_MS)
    const content = await withConnection(engine, row, 'lists', (connector, open) =>
      wanted.ask(connector, open, signal),
    )
    const now = new Date()
    await db
      .insert(connectionLists)
      .values({ connectionId: row.id, list, search, content, fetchedAt: now })
      .onConflictDoUpdate({
        target: [connectionLists.connectionId, connectionLists.list, connectionLists.search],
        set: { content, fetchedAt: now },
      })
    return { content, fetchedAt: now.toISOString(), stale: false, problem: null }
  } catch (thrown) {
    return { ...before, stale: true, problem: toNodeError(thrown).message }
  }
}

async function connectionOf(engine: Engine, query: OfConnection): Promise<ConnectionRow> {
  if ('connectionId' in query) return loadConnection(engine, query.connectionId)
  const [row] = await engine.database.db
    .select()
    .from(integrations)
    .where(eq(integrations.id, query.integrationId))
  const id = query.system === 'stripe' ? row?.stripeConnectionId : row?.netsuiteConnectionId
  if (id) return loadConnection(engine, id)
  const name = query.system === 'stripe' ? 'Stripe' : 'NetSuite'
  throw new NotFoundError(
    row
      ? `The integration "${row.name}" is not joined to ${name}.`
      : `There is no integration "${query.integrationId}".`,
  )
}

/** Every word stands somewhere in the choice. */
function has(search: string): (choice: Choice) => boolean {
  const words = search.toLowerCase().split(/\s+/)
  return ({ id, label, detail }) => {
    const text = `${id} ${label} ${detail ?? ''}`.toLowerCase()
    return words.every((word) => text.includes(word))
  }
}

const CHOICE = z.object({ id: z.string(), label: z.string(), detail: z.string().optional() })
const CHOICES: z.ZodType<Choice[]> = z.array(CHOICE)

const FIELD: z.ZodType<RecordField> = z.lazy(() =>
  z.object({
    id: z.string(),
    label: z.string(),
    type: z.enum([
      'text',
      'number',
      'boolean',
      'date',
      'datetime',
      'reference',
      'choice',
      'object',
      'lines',
    ]),
    required: z.boolean(),
    readOnly: z.boolean(),
    custom: z.boolean(),
    maxLength: z.number().optional(),
    to: z.string().optional(),
    choices: CHOICES.optional(),
    fields: z.array(FIELD).optional(),
  }),
)
const FIELDS = z.array(FIELD)
