import type postgres from 'postgres'
import { prepareKeys } from '../protocol/keys.ts'
import { prepareWebhooks } from '../events/webhook-queue.ts'
import { relatedId, type Kind, type Records, type Relation, type StoredRecord } from './records.ts'

/** A connection or an open transaction. */
export type Sql = postgres.Sql | postgres.TransactionSql

/**
 * Creates the tables of the Stripe stand-in in the schema `sandbox`, unless they are there.
 * Every object is one row with its body as Stripe would send it (`json`, which keeps the order of
 * keys) and the columns that calls filter by. `seq` breaks ties between objects of one second.
 */
export async function prepareStripe(tx: postgres.TransactionSql): Promise<void> {
  await tx`
    create table if not exists sandbox.stripe_objects (
      id text primary key,
      seq bigint generated always as identity,
      object text not null,
      created bigint not null,
      deleted boolean not null default false,
      customer text, invoice text, payment_intent text, charge text, product text,
      email text, status text, type text,
      body json not null)`
  await tx`alter table sandbox.stripe_objects add column if not exists owner text`
  await tx`create index if not exists stripe_objects_owner
    on sandbox.stripe_objects (owner, object, seq) where owner is not null`
  await tx`create index if not exists stripe_objects_newest
    on sandbox.stripe_objects (object, created desc, seq desc)`
  await tx`create index if not exists stripe_objects_invoice
    on sandbox.stripe_objects (invoice, object, seq) where invoice is not null`
  await tx`create index if not exists stripe_objects_customer
    on sandbox.stripe_objects (customer, object, created desc, seq desc) where customer is not null`
  await tx`create index if not exists stripe_objects_email
    on sandbox.stripe_objects (email) where email is not null`
  await tx`create index if not exists stripe_objects_payment_intent
    on sandbox.stripe_objects (payment_intent, object) where payment_intent is not null`
  await tx`create index if not exists stripe_objects_charge
    on sandbox.stripe_objects (charge, object) where charge is not null`
  await tx`
    create table if not exists sandbox.stripe_idempotency (
      key text primary key,
      at timestamptz not null,
      path text not null,
      params_hash text not null,
      request_id text not null,
      status int not null,
      body json not null)`
  await tx`
    create table if not exists sandbox.stripe_settings (
      id int primary key check (id = 1), body jsonb not null)`
  await tx`
    create table if not exists sandbox.stripe_due (
      kind text not null, id text not null, at bigint not null, primary key (kind, id))`
  await tx`create index if not exists stripe_due_next on sandbox.stripe_due (at)`
  await prepareWebhooks(tx)
  await prepareKeys(tx)
}

/** One object by id, deleted ones too (`deleted` in the body); undefined when there is none. */
export async function findRecord<K extends Kind>(
  sql: Sql,
  kind: K,
  id: string,
  lock: 'for update' | 'no lock' = 'no lock',
): Promise<Records[K] | undefined> {
  const locking = lock === 'for update' ? sql`for update` : sql``
  const rows = await sql<{ body: Records[K] }[]>`
    select body from sandbox.stripe_objects where id = ${id} and object = ${kind} ${locking}`
  return rows[0]?.body
}

/** Objects of any kind by their ids, in no order; of a deleted one only that it is gone. */
export async function findRecords(sql: Sql, ids: string[]): Promise<{ id: string }[]> {
  const rows = await sql<{ body: StoredRecord; deleted: boolean }[]>`
    select body, deleted from sandbox.stripe_objects where id = any(${ids})`
  return rows.map(({ body, deleted }) =>
    deleted ? { id: body.id, object: body.object, deleted: true } : body,
  )
}

/** All objects of a kind that belong to another object, in the order they were made. */
export async function findRelated<K extends Kind>(
  sql: Sql,
  kind: K,
  relation: Relation,
  id: string,
): Promise<Records[K][]> {
  const rows = await sql<{ body: Records[K] }[]>`
    select body from sandbox.stripe_objects
    where ${sql(relation)} = ${id} and object = ${kind} and not deleted order by seq`
  return rows.map((row) => row.body)
}

/** How many objects of a kind there are. */
export async function countRecords(sql: Sql, kind: Kind): Promise<number> {
  const rows = await sql<{ count: number }[]>`
    select count(*)::int as count from sandbox.stripe_objects
    where object = ${kind} and not deleted`
  return rows[0]?.count ?? 0
}

/**
 * Stores new and changed objects in one statement; new ones get their `seq` in the order given.
 * `owners` tells, by id, what an object belongs to that does not name its owner itself.
 */
export async function storeRecords(
  sql: Sql,
  records: StoredRecord[],
  now: number,
  owners: ReadonlyMap<string, string> = new Map(),
): Promise<void> {
  const batch = 500
  for (let from = 0; from < records.length; from += batch) {
    const rows = records.slice(from, from + batch).map((record) => toRow(record, now, owners))
    await sql`
      insert into sandbox.stripe_objects
        (id, object, created, deleted, customer, invoice, payment_intent, charge, product, email,
         status, type, owner, body)
      select id, object, created, deleted, customer, invoice, payment_intent, charge, product,
             email, status, type, owner, body
      from json_to_recordset(${JSON.stringify(rows)}::text::json) as row (
        id text, object text, created bigint, deleted boolean, customer text, invoice text,
        payment_intent text, charge text, product text, email text, status text, type text,
        owner text, body json)
      on conflict (id) do update set
        deleted = excluded.deleted, customer = excluded.customer, invoice = excluded.invoice,
        email = excluded.email, status = excluded.status, body = excluded.body`
  }
}

/** Forgets objects altogether, as Stripe does with a deleted draft invoice. */
export async function removeRecords(sql: Sql, ids: string[]): Promise<void> {
  if (ids.length > 0) await sql`delete from sandbox.stripe_objects where id = any(${ids})`
}

function toRow(body: StoredRecord, now: number, owners: ReadonlyMap<string, string>) {
  const text = (key: string) => {
    const value: unknown = Reflect.get(body, key)
    return typeof value === 'string' ? value : null
  }
  return {
    id: body.id,
    object: body.object,
    created: 'created' in body ? body.created : now,
    deleted: body.object === 'customer' && body.deleted === true,
    customer: relatedId(body, 'customer'),
    invoice: relatedId(body, 'invoice'),
    payment_intent: relatedId(body, 'payment_intent'),
    charge: relatedId(body, 'charge'),
    product: text('product'),
    email: text('email'),
    status: text('status'),
    type: text('type'),
    owner: owners.get(body.id) ?? null,
    body,
  }
}
