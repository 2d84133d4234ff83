import type postgres from 'postgres'
import type { Family } from './record-fields.ts'

/** A stored field: references are ids, dates `YYYY-MM-DD`, moments ISO 8601 in UTC, money major units. */
export type FieldValue = string | number | boolean | FieldValues
/** A record's or line's fields; an empty field is absent. */
export interface FieldValues {
  [field: string]: FieldValue
}

export interface StoredRecord {
  family: Family
  id: string
  /** Canonical record type name. */
  type: string
  externalId: string | null
  /** What references show as `refName`. */
  name: string
  fields: FieldValues
  sublists: Record<string, FieldValues[]>
  created: Date
  modified: Date
}

/** A record by internal id or by external id. */
export interface RecordKey {
  family: Family
  id?: string
  externalId?: string
}

/** The database, or a transaction on it. */
export type Sql = postgres.Sql | postgres.TransactionSql

/** Loads the records of these keys in one round trip; those that do not exist are left out. */
export async function loadRecords(
  sql: Sql,
  keys: RecordKey[],
  lock: 'for update' | '' = '',
): Promise<StoredRecord[]> {
  const byId = keys.filter(({ id }) => id !== undefined && isId(id))
  const byExternalId = keys.filter(({ externalId }) => externalId !== undefined)
  if (byId.length === 0 && byExternalId.length === 0) return []
  return sql<StoredRecord[]>`
    select ${columns(sql)} from sandbox.netsuite_records r
    where (family, id) in (
        select * from unnest(${byId.map((key) => key.family)}::text[], ${byId.map((key) => key.id ?? '')}::bigint[]))
      or (family, externalid) in (
        select * from unnest(${byExternalId.map((key) => key.family)}::text[], ${byExternalId.map((key) => key.externalId ?? '')}::text[]))
    order by id ${lock === '' ? sql`` : sql`for update`}`
}

/** Every record of these families, by id. */
export async function loadFamilies(sql: Sql, families: readonly Family[]): Promise<StoredRecord[]> {
  return sql<StoredRecord[]>`
    select ${columns(sql)} from sandbox.netsuite_records r
    where family in ${sql(families)} order by family, id`
}

/** Stores a new record. A taken external id raises Postgres error 23505. */
export async function insertRecord(sql: Sql, record: StoredRecord): Promise<void> {
  await insertRecords(sql, [record])
}

/** Stores new records in one statement; for seeding. */
export async function insertRecords(sql: Sql, records: StoredRecord[]): Promise<void> {
  for (let start = 0; start < records.length; start += 500) {
    await sql`insert into sandbox.netsuite_records ${sql(
      records.slice(start, start + 500).map((record) => ({
        family: record.family,
        id: record.id,
        type: record.type,
        externalid: record.externalId,
        name: record.name,
        fields: sql.json(record.fields),
        sublists: sql.json(record.sublists),
        created: record.created,
        modified: record.modified,
      })),
    )}`
  }
}

/** Replaces a stored record; its row must be locked. */
export async function updateRecord(sql: Sql, record: StoredRecord): Promise<void> {
  await sql`update sandbox.netsuite_records set
      externalid = ${record.externalId}, name = ${record.name}, fields = ${sql.json(record.fields)},
      sublists = ${sql.json(record.sublists)}, modified = ${record.modified}
    where family = ${record.family} and id = ${record.id}`
}

/** Removes a record and notes the removal for SuiteQL's `deletedrecord`. */
export async function removeRecord(sql: Sql, record: StoredRecord, at: Date): Promise<void> {
  await sql`delete from sandbox.netsuite_records
    where family = ${record.family} and id = ${record.id}`
  await sql`insert into sandbox.netsuite_deleted
    ${sql({ type: record.type, id: record.id, name: record.name, at })}`
}

/** Whether a text can be an internal id; anything else would be an error inside Postgres. */
const isId = (id: string): boolean => /^-?\d{1,15}$/.test(id)

/** The columns of a StoredRecord, for statements over `sandbox.netsuite_records r`. */
const columns = (sql: Sql) =>
  sql`r.family, r.id::text as id, r.type, r.externalid as "externalId", r.name, r.fields, r.sublists, r.created, r.modified`
