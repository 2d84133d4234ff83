import { sql } from 'drizzle-orm'
import {
  bigint,
  boolean,
  customType,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  real,
  text,
  timestamp,
  unique,
} from 'drizzle-orm/pg-core'

const at = (name: string) => timestamp(name, { withTimezone: true })

/** Binary data: sealed secrets, compressed bundles. */
export const bytea = customType<{ data: Buffer }>({ dataType: () => 'bytea' })

/** How one Stripe or NetSuite account is reached. */
export const connections = pgTable('connections', {
  id: text().primaryKey(),
  name: text().notNull().unique(),
  system: text({ enum: ['stripe', 'netsuite'] }).notNull(),
  /** What may be shown: address, account id, limits. `unknown` until its connector has parsed it. */
  config: jsonb().$type<unknown>().notNull(),
  /** AES-256-GCM; see db/secrets.ts. */
  sealedSecret: bytea('sealed_secret').notNull(),
  /** Requests at once over all workers. */
  concurrencyLimit: integer('concurrency_limit').notNull(),
  state: text({ enum: ['online', 'offline'] })
    .notNull()
    .default('online'),
  /** Why it is offline, as a sentence. */
  stateReason: text('state_reason'),
  /** What has to be tried before it is online again: the way in, or what its flows need as well. */
  offlineKind: text('offline_kind', { enum: ['way in', 'permission'] }),
  offlineSince: at('offline_since'),
  /** When it came back the last time; null = it has never been offline. */
  onlineSince: at('online_since'),
  nextProbeAt: at('next_probe_at'),
  /** Probes that failed since it went offline: the interval grows with them. */
  probeTries: integer('probe_tries').notNull().default(0),
  /** It is online again and what waited for it has not been woken yet. */
  wakeDue: boolean('wake_due').notNull().default(false),
  /** Counts up when clients have to be opened anew: at each saving and each coming back. */
  revision: integer().notNull().default(1),
  secretReplacedAt: at('secret_replaced_at').notNull().defaultNow(),
  /** The endpoint that the other system calls; its signing secret is in the sealed secret. */
  webhook: jsonb().$type<unknown>(),
  createdAt: at('created_at').notNull().defaultNow(),
  updatedAt: at('updated_at').notNull().defaultNow(),
})

/**
 * How fast a connection may be used at the moment, shared by all processes: the other system said
 * "too many" a while ago, or the connection has a budget of requests per second.
 */
export const connectionGates = pgTable('connection_gates', {
  connectionId: text('connection_id')
    .primaryKey()
    .references(() => connections.id, { onDelete: 'cascade' }),
  /** Requests at once right after the last slow-down; it grows with the time since then. */
  slowedTo: real('slowed_to'),
  slowedAt: at('slowed_at'),
  pausedUntil: at('paused_until'),
  /** The moment that the next request of the budget may begin. */
  nextStartAt: at('next_start_at'),
})

/** What each process did with a connection in a minute. */
export const connectionUse = pgTable(
  'connection_use',
  {
    connectionId: text('connection_id')
      .notNull()
      .references(() => connections.id, { onDelete: 'cascade' }),
    /** Beginning of the minute, UTC. */
    minute: at('minute').notNull(),
    holder: text().notNull(),
    requests: integer().notNull(),
    failed: integer().notNull(),
    rateLimited: integer('rate_limited').notNull(),
    /** Most requests of this process under way at once. */
    peak: integer().notNull(),
    /** The connection's limit of requests at once in that minute. */
    limit: integer().notNull(),
    /** Milliseconds of all requests together. */
    ms: bigint({ mode: 'number' }).notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.connectionId, table.minute, table.holder] }),
    index('connection_use_minute').on(table.minute),
  ],
)

/** Requests and their answers, secrets masked: the failing ones, and samples of the others. */
export const connectionExchanges = pgTable(
  'connection_exchanges',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    connectionId: text('connection_id')
      .notNull()
      .references(() => connections.id, { onDelete: 'cascade' }),
    at: at('at').notNull(),
    method: text().notNull(),
    url: text().notNull(),
    /** 0 = no answer came. */
    status: integer().notNull(),
    ms: integer().notNull(),
    runId: bigint('run_id', { mode: 'number' }),
    /** zstd-compressed JSON: request and response. */
    bodies: bytea().notNull(),
  },
  (table) => [
    index('connection_exchanges_newest').on(table.connectionId, table.id),
    index('connection_exchanges_failed')
      .on(table.connectionId, table.id)
      .where(sql`status = 0 or status >= 400`),
  ],
)

/** What pickers offer, as the connected account gave it. */
export const connectionLists = pgTable(
  'connection_lists',
  {
    connectionId: text('connection_id')
      .notNull()
      .references(() => connections.id, { onDelete: 'cascade' }),
    /** `choices item` or `fields invoice`. */
    list: text().notNull(),
    /** What was searched for; empty = the list's beginning. */
    search: text().notNull().default(''),
    content: jsonb().$type<unknown>().notNull(),
    fetchedAt: at('fetched_at').notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.connectionId, table.list, table.search] })],
)

/**
 * One slot of a connection's concurrency limit. A slot belongs to a worker until it expires; no
 * request may outlive its slot, so the limit is hard.
 */
export const leases = pgTable(
  'leases',
  {
    connectionId: text('connection_id')
      .notNull()
      .references(() => connections.id, { onDelete: 'cascade' }),
    slot: integer().notNull(),
    holder: text(),
    expiresAt: at('expires_at').notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.connectionId, table.slot] })],
)

/** One Stripe connection, one NetSuite connection and the settings their flows share. */
export const integrations = pgTable('integrations', {
  id: text().primaryKey(),
  name: text().notNull().unique(),
  stripeConnectionId: text('stripe_connection_id').references(() => connections.id),
  netsuiteConnectionId: text('netsuite_connection_id').references(() => connections.id),
  settings: jsonb().$type<unknown>().notNull().default({}),
  createdAt: at('created_at').notNull().defaultNow(),
})

/** Webhook events as they came in, each once; a worker turns waiting ones into a page. */
export const inbox = pgTable(
  'inbox',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    connectionId: text('connection_id')
      .notNull()
      .references(() => connections.id, { onDelete: 'cascade' }),
    eventId: text('event_id').notNull(),
    type: text().notNull(),
    /** The object the event is about: it is fetched again, the event is only a hint. */
    objectId: text('object_id').notNull(),
    /** Caused by a write of our own: kept, and given to no flow. */
    own: boolean().notNull().default(false),
    receivedAt: at('received_at').notNull().defaultNow(),
  },
  (table) => [unique('inbox_event').on(table.connectionId, table.eventId)],
)
