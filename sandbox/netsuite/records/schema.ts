import type postgres from 'postgres'

/** Creates the tables of the NetSuite stand-in in the schema `sandbox`, where they do not exist yet. */
export async function createNetSuiteTables(tx: postgres.TransactionSql): Promise<void> {
  await tx.unsafe(`
    create table if not exists sandbox.netsuite_account (
      id int primary key check (id = 1),
      data jsonb not null
    );
    create table if not exists sandbox.netsuite_records (
      family text not null,
      id bigint not null,
      type text not null,
      externalid text,
      name text not null,
      fields jsonb not null,
      sublists jsonb not null,
      created timestamptz not null,
      modified timestamptz not null,
      primary key (family, id)
    );
    create unique index if not exists netsuite_records_externalid
      on sandbox.netsuite_records (family, externalid) where externalid is not null;
    create unique index if not exists netsuite_records_entityid
      on sandbox.netsuite_records (lower(fields->>'entityId')) where family = 'entity';
    create index if not exists netsuite_records_modified
      on sandbox.netsuite_records (family, modified);
    create table if not exists sandbox.netsuite_applications (
      source bigint not null,
      target bigint not null,
      amount numeric not null,
      apply_date date not null,
      primary key (source, target)
    );
    create index if not exists netsuite_applications_target
      on sandbox.netsuite_applications (target);
    create table if not exists sandbox.netsuite_deleted (
      type text not null,
      id bigint not null,
      name text not null,
      at timestamptz not null
    );
    ${SEQUENCES.map(([name, start]) => `create sequence if not exists sandbox.netsuite_${name} start ${start};`).join('\n')}
    ${INDEXED.map(
      ([family, field, expression]) => `create index if not exists netsuite_${family}_${field}
      on sandbox.netsuite_records (${expression}) where family = '${family}';`,
    ).join('\n')}
  `)
}

/** Removes every record; credentials and settings stay. */
export async function emptyNetSuiteTables(tx: postgres.TransactionSql): Promise<void> {
  await tx`truncate sandbox.netsuite_records, sandbox.netsuite_applications, sandbox.netsuite_deleted`
  for (const [name] of SEQUENCES) {
    await tx.unsafe(`alter sequence sandbox.netsuite_${name} restart`)
  }
}

/** Ids that requests create start well above the seeded ones, so that seeds can fix theirs. */
const SEQUENCES = [
  ['entity_id', 200001],
  ['transaction_id', 20001],
  ['item_id', 1001],
  ['setup_id', 501],
  ['customer_number', 1001],
  ['invoice_number', 1001],
  ['credit_memo_number', 1001],
  ['payment_number', 1001],
  ['refund_number', 1001],
  ['journal_number', 1001],
] as const

/** What flows look records up by; the expressions are those the SuiteQL columns stand for. */
const INDEXED = [
  ['entity', 'email', `(fields->>'email')`],
  ['entity', 'lower_email', `lower(fields->>'email')`],
  ['entity', 'stripe_id', `(fields->>'custentity_stripe_customer_id')`],
  ['transaction', 'entity', `((fields->>'entity')::bigint)`],
  ['transaction', 'customer', `((fields->>'customer')::bigint)`],
  ['transaction', 'tranid', `(fields->>'tranId')`],
  ['transaction', 'stripe_invoice', `(fields->>'custbody_stripe_invoice_id')`],
  ['transaction', 'stripe_charge', `(fields->>'custbody_stripe_charge_id')`],
  ['transaction', 'stripe_payment', `(fields->>'custbody_stripe_payment_id')`],
  ['item', 'stripe_product', `(fields->>'custitem_stripe_product_id')`],
] as const
