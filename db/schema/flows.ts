import { sql } from 'drizzle-orm'
import {
  bigint,
  boolean,
  index,
  integer,
  json,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
} from 'drizzle-orm/pg-core'
import { integrations } from './connections.ts'
import { users } from './people.ts'

const at = (name: string) => timestamp(name, { withTimezone: true })

/** A flow; its graph is in the draft and in the published versions. */
export const flows = pgTable('flows', {
  id: text().primaryKey(),
  integrationId: text('integration_id')
    .notNull()
    .references(() => integrations.id),
  name: text().notNull(),
  /**
   * Identity of the flow's effects: kept through every version, so that a changed flow still knows
   * what it has written. A clone gets one of its own.
   */
  lineage: text().notNull().unique(),
  templateId: text('template_id'),
  templateVersion: integer('template_version'),
  /** Enabled flows run on their schedule; a disabled one runs by hand only. */
  enabled: boolean().notNull().default(false),
  /** The version that runs execute; null = never published. */
  publishedVersion: integer('published_version'),
  /** Everything up to here has been read: the start of the last run whose source finished. */
  cursor: at('cursor'),
  /**
   * What the published version wants to be told at once, as `stripe:invoice.paid` or
   * `netsuite:invoice +60` where what is told waits for 60 seconds: the types of webhook events that
   * its real-time sources take.
   */
  listens: jsonb().$type<unknown>().notNull().default([]),
  createdAt: at('created_at').notNull().defaultNow(),
  updatedAt: at('updated_at').notNull().defaultNow(),
})

/** What the designer edits. The document is `unknown` until parseFlowDocument has seen it. */
export const flowDrafts = pgTable('flow_drafts', {
  flowId: text('flow_id')
    .primaryKey()
    .references(() => flows.id, { onDelete: 'cascade' }),
  /** Counts edits; an edit names the revision it was made on. */
  revision: integer().notNull().default(1),
  document: json().$type<unknown>().notNull(),
  updatedBy: text('updated_by').references(() => users.id, { onDelete: 'set null' }),
  updatedAt: at('updated_at').notNull().defaultNow(),
})

/** Every edit of a draft, in order: for undo, difference and audit. */
export const flowEdits = pgTable(
  'flow_edits',
  {
    flowId: text('flow_id')
      .notNull()
      .references(() => flows.id, { onDelete: 'cascade' }),
    revision: integer().notNull(),
    edits: jsonb().$type<unknown>().notNull(),
    userId: text('user_id').references(() => users.id, { onDelete: 'set null' }),
    at: at('at').notNull().defaultNow(),
    /** Chosen by who saves: a request that comes again after a lost answer is known by it. */
    saveId: text('save_id'),
  },
  (table) => [primaryKey({ columns: [table.flowId, table.revision] })],
)

/**
 * Who has a flow open, by browser tab. Rows grow old within seconds and nothing depends on them, so
 * that the table is unlogged: a crash of Postgres empties it.
 */
export const flowPresence = pgTable(
  'flow_presence',
  {
    tab: text().primaryKey(),
    flowId: text('flow_id')
      .notNull()
      .references(() => flows.id, { onDelete: 'cascade' }),
    userId: text('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    /** The node that is chosen there. */
    nodeId: text('node_id'),
    seenAt: at('seen_at').notNull().defaultNow(),
  },
  (table) => [index('flow_presence_flow').on(table.flowId)],
)

/** Published versions; immutable (a trigger refuses updates). */
export const flowVersions = pgTable(
  'flow_versions',
  {
    flowId: text('flow_id')
      .notNull()
      .references(() => flows.id, { onDelete: 'cascade' }),
    number: integer().notNull(),
    document: json().$type<unknown>().notNull(),
    note: text().notNull().default(''),
    publishedBy: text('published_by').references(() => users.id, { onDelete: 'set null' }),
    publishedAt: at('published_at').notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.flowId, table.number] })],
)

/**
 * The ledger: one row per intended write. Reserved before the call, confirmed after it. Confirmed
 * rows with a source are the links between both systems.
 */
export const effects = pgTable(
  'effects',
  {
    lineage: text().notNull(),
    nodeId: text('node_id').notNull(),
    /** What the write stands for: the record's key, unless several records share one write. */
    identity: text().notNull(),
    role: text().notNull(),
    integrationId: text('integration_id').notNull(),
    state: text({ enum: ['reserved', 'confirmed'] }).notNull(),
    /** SHA-256 of the payload that is being, or was last, written. */
    payloadHash: text('payload_hash').notNull(),
    /** Fencing: the attempt at a page that holds the reservation. */
    runId: bigint('run_id', { mode: 'number' }).notNull(),
    page: integer().notNull(),
    attempt: integer().notNull(),
    sourceSystem: text('source_system', { enum: ['stripe', 'netsuite'] }),
    sourceType: text('source_type'),
    sourceId: text('source_id'),
    targetSystem: text('target_system', { enum: ['stripe', 'netsuite'] }).notNull(),
    targetType: text('target_type').notNull(),
    targetId: text('target_id'),
    reservedAt: at('reserved_at').notNull().defaultNow(),
    confirmedAt: at('confirmed_at'),
  },
  (table) => [
    primaryKey({ columns: [table.lineage, table.nodeId, table.identity, table.role] }),
    index('effects_source')
      .on(table.integrationId, table.sourceId)
      .where(sql`source_id is not null`),
    index('effects_target').on(table.integrationId, table.targetId),
  ],
)
