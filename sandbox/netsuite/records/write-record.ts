import postgres from 'postgres'
import { completeCustomer } from './customer-rules.ts'
import { missingValue, notFound, NetSuiteError, userError } from '../errors.ts'
import { parseBody, type ParsedBody } from './parse-body.ts'
import { completeJournal } from '../receivables/journal-rules.ts'
import { completePayment } from '../receivables/payment-rules.ts'
import { ledgerFacts } from '../receivables/period-rules.ts'
import { completeRefund } from '../receivables/refund-rules.ts'
import { loadExisting, removeRecordNamed } from './remove-record.ts'
import { referencedKeys, resolveReferences } from './references.ts'
import type { RecordType } from './record-types.ts'
import { completeCreditMemo, completeInvoice } from '../receivables/sale-rules.ts'
import { completeSetup } from './setup-rules.ts'
import { isSetup, type SetupRecords } from './setup-records.ts'
import { insertRecord, loadRecords, updateRecord, type Sql, type StoredRecord } from './store.ts'
import type { Sequences } from './sequences.ts'
import { withoutStaleAmounts } from '../receivables/stale-amounts.ts'
import { mergeFields, mergeLines } from './sublists.ts'
import type { UserEvents } from '../services/user-event.ts'
import type { Rule, WriteContext } from './write-context.ts'

/** What a writing request asks for. `key` null = create. */
export interface WriteRequest {
  type: RecordType
  key: { id: string } | { externalId: string } | null
  /** PUT: create the record when no record has the external id. */
  upsert: boolean
  /** Parsed JSON. */
  body: unknown
  /** Sublists of `?replace=`, lower case. */
  replace: ReadonlySet<string>
  /** Body fields named in `?replace=` are cleared unless sent, and no others. */
  replaceSelectedFields?: boolean
  /** What to do about fields that do not exist. */
  unknownFields: 'error' | 'warning' | 'ignore'
  /** What to do about values that cannot be right; `error` when left out. */
  invalidValues?: 'error' | 'warning' | 'ignore'
}

interface Written {
  id: string
  /** Fields of the body that do not exist and were left out. */
  unknown: string[]
  /** Fields of the body whose values were left out. */
  invalid: string[]
}

/** Carries out writing requests, each wholly or not at all. */
export interface Writer {
  write: (request: WriteRequest) => Promise<Written>
  remove: (type: RecordType, key: { id: string } | { externalId: string }) => Promise<void>
}

export function createWriter(options: {
  sql: postgres.Sql
  setup: SetupRecords
  sequences: Sequences
  now: () => Date
  /** Scripts of the account that run once a record was saved. */
  userEvents?: UserEvents
}): Writer {
  const { sql, setup, now, userEvents } = options
  const forgetSetup = (type: RecordType) => {
    if (isSetup(type.family)) setup.forget()
  }
  return {
    write: async (request) => {
      const once = async () => {
        const tools = { setup: await setup.get(), sequences: options.sequences, now: now() }
        return (
          (await createAlone(sql, tools, request)) ??
          (await sql.begin((tx) => writeOnce(tx, tools, request)))
        )
      }
      const written = await retryRaces(once)
      forgetSetup(request.type)
      const change = request.key === null ? 'create' : 'edit'
      await userEvents?.afterSubmit(request.type.name, written.id, change)
      return written
    },
    remove: async (type, key) => {
      const index = await setup.get()
      await sql.begin((tx) => removeRecordNamed(tx, { type, key, setup: index, now: now() }))
      forgetSetup(type)
      if ('id' in key) await userEvents?.afterSubmit(type.name, key.id, 'delete')
    },
  }
}

type Tools = Pick<WriteContext, 'sequences' | 'now' | 'setup'>

/**
 * Creates a record that touches no other: one question and one insert, without a transaction
 * around them, since the unique indexes decide races. Gives null where that does not fit.
 */
async function createAlone(
  sql: postgres.Sql,
  tools: Tools,
  request: WriteRequest,
): Promise<Written | null> {
  const { type, key } = request
  if ((key !== null && !request.upsert) || 'apply' in type.sublists) return null
  const sent = parseRequest(request)
  const own = key === null ? [] : [{ family: type.family, ...key }]
  const loaded = await loadRecords(sql, [...own, ...referencedKeys(sent)])
  const isOwn = (record: StoredRecord) =>
    key !== null && 'externalId' in key && record.externalId === key.externalId
  if (loaded.some((record) => record.family === type.family && isOwn(record))) return null
  return complete(sql, tools, request, { sent, loaded, existing: null })
}

async function writeOnce(
  tx: postgres.TransactionSql,
  tools: Tools,
  request: WriteRequest,
): Promise<Written> {
  const { type, key } = request
  const sent = parseRequest(request)
  const existing = key === null ? null : await loadExisting(tx, type, key)
  if (key !== null && !existing && !request.upsert) throw notFound()
  const customer = existing?.fields.entity ?? existing?.fields.customer
  const loaded = await loadRecords(tx, [
    ...(typeof customer === 'string' ? [{ family: 'entity' as const, id: customer }] : []),
    ...referencedKeys(sent),
  ])
  return complete(tx, tools, request, { sent, loaded, existing })
}

async function complete(
  tx: Sql,
  { setup, sequences, now }: Tools,
  request: WriteRequest,
  found: { sent: ParsedBody; loaded: StoredRecord[]; existing: StoredRecord | null },
): Promise<Written> {
  const { sent, existing } = found
  const find = resolveReferences(setup, sent, found.loaded)
  const { replace, key } = request
  const externalId = key !== null && 'externalId' in key ? key.externalId : null
  const context: WriteContext = { tx, sequences, setup, find, now, existing, sent, replace }
  const record = await merged(request, context, externalId)
  if (existing?.fields.status === 'Voided') refuseLedgerChange(existing, record, sent)
  else await ruleOf(request.type)(record, context)
  if (!existing) checkMandatory(request.type, record)
  if (existing) await updateRecord(tx, record)
  else await insertRecord(tx, record)
  return {
    id: record.id,
    unknown: request.unknownFields === 'warning' ? sent.unknown : [],
    invalid: request.invalidValues === 'warning' ? sent.invalid : [],
  }
}

function parseRequest(request: WriteRequest): ParsedBody {
  const { type, body, unknownFields, invalidValues = 'error' } = request
  const sent = parseBody(type, body, invalidValues !== 'error')
  if (unknownFields === 'error') refuseUnknown(sent)
  if (request.replaceSelectedFields) clearSelected(sent, request)
  return sent
}

/** With `replaceSelectedFields` only fields named in `replace` are cleared, sent as null or not. */
function clearSelected({ fields }: ParsedBody, { type, replace }: WriteRequest): void {
  for (const [name, value] of Object.entries(fields)) {
    if (value === null && !replace.has(name.toLowerCase())) delete fields[name]
  }
  for (const [name, { derived }] of Object.entries(type.fields)) {
    if (!derived && replace.has(name.toLowerCase()) && !(name in fields)) fields[name] = null
  }
}

/** A voided transaction keeps its record: what does not post may still be changed. */
function refuseLedgerChange(before: StoredRecord, after: StoredRecord, sent: ParsedBody): void {
  if (ledgerFacts(before) === ledgerFacts(after) && sent.sublists.apply === undefined) return
  throw userError('This transaction has been voided and can no longer be changed.')
}

function checkMandatory({ fields }: RecordType, record: StoredRecord): void {
  for (const [name, { label, mandatory }] of Object.entries(fields)) {
    if (mandatory && record.fields[name] === undefined) throw missingValue(label, name)
  }
}

async function merged(
  { type, replace }: WriteRequest,
  { sequences, existing, sent, now }: WriteContext,
  externalId: string | null,
): Promise<StoredRecord> {
  const base: StoredRecord = existing ?? {
    family: type.family,
    id: await sequences.id(type.family),
    type: type.name,
    externalId,
    name: '',
    fields: {},
    sublists: {},
    created: now,
    modified: now,
  }
  const record: StoredRecord = {
    ...base,
    externalId: sent.externalId === undefined ? base.externalId : sent.externalId,
    fields: mergeFields(base.fields, sent.fields),
    sublists: structuredClone(base.sublists),
    modified: now,
  }
  for (const [name, lines] of Object.entries(sent.sublists)) {
    const definition = type.sublists[name]
    // Applications are kept by receivables.ts, because invoices need them from the other side.
    if (!definition || name === 'apply') continue
    const options = { key: definition.key, replace: replace.has(name.toLowerCase()) }
    const stored = (record.sublists[name] ?? []).map((line) =>
      withoutStaleAmounts(
        line,
        lines?.find((one) => one.line === line.line),
      ),
    )
    record.sublists[name] =
      lines === null ? [] : mergeLines({ ...options, existing: stored, sent: lines })
  }
  return record
}

function refuseUnknown({ unknown: [first] }: ParsedBody): void {
  if (first === undefined) return
  throw new NetSuiteError(400, {
    detail: `Error while accessing a resource. Unknown reference or field '${first}'.`,
    'o:errorCode': 'INVALID_CONTENT',
    'o:errorPath': first,
  })
}

function ruleOf(type: RecordType): Rule {
  switch (type.name) {
    case 'customer':
      return completeCustomer
    case 'invoice':
      return completeInvoice
    case 'creditMemo':
      return completeCreditMemo
    case 'customerPayment':
      return completePayment
    case 'customerRefund':
      return completeRefund
    case 'journalEntry':
      return completeJournal
    default:
      return completeSetup
  }
}

/**
 * Two requests may create the same external id at once: the unique index lets one win. The other
 * one starts again, finds the record, and updates it (PUT) or is refused (POST). Requests that wait
 * for each other's records start again as well.
 */
async function retryRaces(write: () => Promise<Written>): Promise<Written> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await write()
    } catch (error) {
      if (!(error instanceof postgres.PostgresError)) throw error
      const isTaken = error.code === UNIQUE_VIOLATION
      if (!isTaken && error.code !== DEADLOCK) throw error
      if (error.constraint_name === 'netsuite_records_entityid') {
        throw userError('This entity already exists.', 'entityId')
      }
      if (attempt < 3) continue
      throw isTaken ? userError('This record already exists.', 'externalId') : error
    }
  }
}

const UNIQUE_VIOLATION = '23505'
const DEADLOCK = '40P01'
