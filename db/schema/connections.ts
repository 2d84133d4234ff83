import {
  bigint,
  customType,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
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
  createdAt: at('created_at').notNull().defaultNow(),
  updatedAt: at('updated_at').notNull().defaultNow(),
})

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
    receivedAt: at('received_at').notNull().defaultNow(),
    state: text({ enum: ['waiting', 'taken', 'held'] })
      .notNull()
      .default('waiting'),
    runId: bigint('run_id', { mode: 'number' }),
  },
  (table) => [
    unique('inbox_event').on(table.connectionId, table.eventId),
    index('inbox_waiting').on(table.state, table.connectionId),
  ],
)
