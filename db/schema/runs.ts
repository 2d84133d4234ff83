import { sql } from 'drizzle-orm'
import {
  bigint,
  boolean,
  customType,
  date,
  index,
  integer,
  json,
  jsonb,
  numeric,
  pgTable,
  primaryKey,
  smallint,
  text,
  timestamp,
  uniqueIndex,
} from 'drizzle-orm/pg-core'
import { bytea, inbox } from './connections.ts'
import { flows } from './flows.ts'
import { users } from './people.ts'

const at = (name: string) => timestamp(name, { withTimezone: true })

/**
 * Any JSON value, a mere text too. The driver has parsed it already, and drizzle's own `json` parses a
 * text once more: the text "20171" would come back as a number.
 */
const anyJson = customType<{ data: unknown }>({
  dataType: () => 'json',
  toDriver: (value) => JSON.stringify(value),
})

export const RUN_STATES = ['queued', 'running', 'done', 'failed', 'cancelled'] as const
export type RunState = (typeof RUN_STATES)[number]

export const OUTCOMES = ['done', 'filtered', 'unchanged', 'failed', 'waiting'] as const
/** What became of a record in a run, or of a record at a node. */
export type Outcome = (typeof OUTCOMES)[number]

/** One execution of one version. */
export const runs = pgTable(
  'runs',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    flowId: text('flow_id')
      .notNull()
      .references(() => flows.id, { onDelete: 'cascade' }),
    version: integer().notNull(),
    trigger: text({ enum: ['manual', 'schedule', 'webhook', 'retry'] }).notNull(),
    dryRun: boolean('dry_run').notNull().default(false),
    state: text({ enum: RUN_STATES }).notNull().default('queued'),
    /** Asked for by hand: `{ since, ids, retryOf }`. */
    options: jsonb().$type<unknown>().notNull().default({}),
    requestedBy: text('requested_by').references(() => users.id, { onDelete: 'set null' }),
    cancelRequested: boolean('cancel_requested').notNull().default(false),
    /** A dry run of a draft keeps the document it ran; null = the published version. */
    document: json().$type<unknown>(),
    /** Where reading goes on: which source, and the cursor as that source left it. */
    readSource: integer('read_source').notNull().default(0),
    readCursor: anyJson('read_cursor'),
    /** The worker that reads; null = nobody. */
    reader: text(),
    /** Fencing of the reader: each take-over and each stored page counts it up. */
    readFence: integer('read_fence').notNull().default(0),
    /** Times that reading failed and was tried again by itself. */
    readTries: integer('read_tries').notNull().default(0),
    /** Pages so far: numbers the next one. */
    pages: integer().notNull().default(0),
    sourceDone: boolean('source_done').notNull().default(false),
    /** The oldest moment the source was asked for; null = no limit. */
    since: at('since'),
    /** The source's clock when reading began: what the flow's cursor moves to. */
    until: at('until'),
    read: integer().notNull().default(0),
    done: integer().notNull().default(0),
    filtered: integer().notNull().default(0),
    unchanged: integer().notNull().default(0),
    failed: integer().notNull().default(0),
    waiting: integer().notNull().default(0),
    /** Left out by the source itself, such as echoes of our own writes. */
    skipped: integer().notNull().default(0),
    /** Found by reading although a webhook should have told of it before. */
    missed: integer().notNull().default(0),
    /** Why the run as a whole failed, as a sentence. */
    failure: text(),
    createdAt: at('created_at').notNull().defaultNow(),
    startedAt: at('started_at'),
    finishedAt: at('finished_at'),
  },
  (table) => [
    index('runs_flow').on(table.flowId, table.id),
    index('runs_recent').on(table.createdAt),
    uniqueIndex('runs_one_active')
      .on(table.flowId)
      .where(sql`state = 'running' and not dry_run`),
    index('runs_unfinished')
      .on(table.state)
      .where(sql`state in ('queued', 'running')`),
  ],
)

/** The records one source request gave, or records being tried again; the unit of work. */
export const runPages = pgTable(
  'run_pages',
  {
    runId: bigint('run_id', { mode: 'number' })
      .notNull()
      .references(() => runs.id, { onDelete: 'cascade' }),
    page: integer().notNull(),
    state: text({ enum: ['ready', 'working', 'done'] })
      .notNull()
      .default('ready'),
    /** Fencing: counted up by each take-over; only the present attempt may finish the page. */
    attempt: integer().notNull().default(0),
    worker: text(),
    /** zstd-compressed JSON: the items with the node each starts at. */
    items: bytea().notNull(),
    size: integer().notNull(),
    /** Not to be tried before: set for records that wait for their next automatic try. */
    notBefore: at('not_before'),
    createdAt: at('created_at').notNull().defaultNow(),
    startedAt: at('started_at'),
    finishedAt: at('finished_at'),
  },
  (table) => [
    primaryKey({ columns: [table.runId, table.page] }),
    index('run_pages_unfinished')
      .on(table.runId)
      .where(sql`state <> 'done'`),
    index('run_pages_worker')
      .on(table.worker)
      .where(sql`state = 'working'`),
  ],
)

/** Keys already seen by a run whose source may repeat itself; emptied when the run ends. */
export const runKeys = pgTable(
  'run_keys',
  {
    runId: bigint('run_id', { mode: 'number' })
      .notNull()
      .references(() => runs.id, { onDelete: 'cascade' }),
    key: text().notNull(),
  },
  (table) => [primaryKey({ columns: [table.runId, table.key] })],
)

/** Records per node and outcome, for the canvas. */
export const runCounts = pgTable(
  'run_counts',
  {
    runId: bigint('run_id', { mode: 'number' })
      .notNull()
      .references(() => runs.id, { onDelete: 'cascade' }),
    nodeId: text('node_id').notNull(),
    outcome: text({ enum: OUTCOMES }).notNull(),
    count: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.runId, table.nodeId, table.outcome] })],
)

/** What the source left out by itself, counted per reason. */
export const runSkips = pgTable(
  'run_skips',
  {
    runId: bigint('run_id', { mode: 'number' })
      .notNull()
      .references(() => runs.id, { onDelete: 'cascade' }),
    key: text().notNull(),
    reason: text().notNull(),
  },
  (table) => [primaryKey({ columns: [table.runId, table.key] })],
)

/**
 * One row per record and run: where is invoice 1042? Partitioned by day; see the migration.
 */
export const recordIndex = pgTable(
  'record_index',
  {
    day: date().notNull(),
    runId: bigint('run_id', { mode: 'number' }).notNull(),
    page: integer().notNull(),
    position: smallint().notNull(),
    flowId: text('flow_id').notNull(),
    key: text().notNull(),
    /** What people call it: the invoice number. */
    name: text(),
    outcome: text({ enum: OUTCOMES }).notNull(),
    /** Where its way ended, and why: the filter's reason or the error's sentence. */
    nodeId: text('node_id'),
    reason: text(),
    /** Major units. */
    amount: numeric(),
    currency: text(),
    /** The id written at the destination. */
    targetId: text('target_id'),
    /** Pages where this record was tried again: [page, position] pairs, oldest first. */
    retries: jsonb().$type<[number, number][]>(),
    at: at('at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.day, table.runId, table.page, table.position] }),
    // Bytewise order, so that a prefix is a range in every collation.
    index('record_index_key').on(table.key.op('text_pattern_ops'), table.runId),
    index('record_index_name').on(table.name.op('text_pattern_ops')),
    index('record_index_target').on(table.targetId.op('text_pattern_ops')),
    index('record_index_trouble')
      .on(table.runId, table.outcome)
      .where(sql`outcome in ('failed', 'waiting')`),
  ],
)

/**
 * What a node did to some records of a page: zstd-compressed JSON lines, holding only what the step
 * changed. Partitioned by day; see the migration.
 */
export const traceBundles = pgTable(
  'trace_bundles',
  {
    day: date().notNull(),
    runId: bigint('run_id', { mode: 'number' }).notNull(),
    page: integer().notNull(),
    /** Bundles hold at most 25 neighbouring records, so that opening one record stays quick. */
    bundle: smallint().notNull(),
    body: bytea().notNull(),
  },
  (table) => [primaryKey({ columns: [table.day, table.runId, table.page, table.bundle] })],
)

/** A record that could not go on: open until retried successfully or resolved. */
export const recordErrors = pgTable(
  'record_errors',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    flowId: text('flow_id')
      .notNull()
      .references(() => flows.id, { onDelete: 'cascade' }),
    runId: bigint('run_id', { mode: 'number' }).notNull(),
    page: integer().notNull(),
    position: smallint().notNull(),
    nodeId: text('node_id').notNull(),
    recordKey: text('record_key').notNull(),
    recordName: text('record_name'),
    class: text().notNull(),
    code: text(),
    message: text().notNull(),
    field: text(),
    /** Request and response without secrets. */
    exchange: json().$type<unknown>(),
    /** Same pattern, same fingerprint: node, class, code and the message without its ids. */
    fingerprint: text().notNull(),
    /** `waiting`: for the record below, by itself; `open`: for a person. */
    state: text({ enum: ['waiting', 'open', 'retrying', 'resolved'] }).notNull(),
    /** The record whose arrival in the other system lets this one go on. */
    waitSystem: text('wait_system', { enum: ['stripe', 'netsuite'] }),
    waitId: text('wait_id'),
    waitingSince: at('waiting_since'),
    tries: integer().notNull().default(0),
    /** The record as it arrived at the node, zstd-compressed JSON: what a retry goes on with. */
    record: bytea().notNull(),
    occurredAt: at('occurred_at').notNull().defaultNow(),
    resolvedAt: at('resolved_at'),
    resolvedBy: text('resolved_by').references(() => users.id, { onDelete: 'set null' }),
    /** `retried`, `superseded` or what a person wrote. */
    resolution: text(),
  },
  (table) => [
    index('record_errors_open').on(table.flowId, table.state),
    index('record_errors_key').on(table.recordKey),
    index('record_errors_run').on(table.runId),
    index('record_errors_waiting')
      .on(table.waitSystem, table.waitId)
      .where(sql`state = 'waiting'`),
  ],
)

/**
 * Webhook events on their way into the flows that listen for them: an event may be wanted by several.
 * What a disabled flow would have got is held until it is enabled again.
 */
export const inboxDeliveries = pgTable(
  'inbox_deliveries',
  {
    flowId: text('flow_id')
      .notNull()
      .references(() => flows.id, { onDelete: 'cascade' }),
    inboxId: bigint('inbox_id', { mode: 'number' })
      .notNull()
      .references(() => inbox.id, { onDelete: 'cascade' }),
    state: text({ enum: ['waiting', 'held', 'taken'] }).notNull(),
    /** Not to be taken before: the flow lets later changes of the same moment land first. */
    notBefore: at('not_before').notNull().defaultNow(),
    /** The run that took it. */
    runId: bigint('run_id', { mode: 'number' }),
  },
  (table) => [
    primaryKey({ columns: [table.flowId, table.inboxId] }),
    index('inbox_deliveries_state').on(table.flowId, table.state),
    index('inbox_deliveries_inbox').on(table.inboxId),
  ],
)

/** Processes that execute pages. Alive = its advisory lock is held; see engine/queue/liveness.ts. */
export const workers = pgTable('workers', {
  id: text().primaryKey(),
  lockKey: bigint('lock_key', { mode: 'number' }).notNull(),
  host: text().notNull(),
  pid: integer().notNull(),
  startedAt: at('started_at').notNull().defaultNow(),
})
