import type postgres from 'postgres'
import { notFound, userError } from '../errors.ts'
import { refuseClosedPeriod } from '../receivables/period-rules.ts'
import { releaseApplications, settledAmount } from '../receivables/receivables.ts'
import type { RecordType } from './record-types.ts'
import type { SetupIndex } from './setup-records.ts'
import { loadRecords, removeRecord, type RecordKey, type StoredRecord } from './store.ts'

/**
 * Deletes a record inside a transaction. Refused while others depend on it: transactions of a
 * customer, whatever settles a transaction or was made from it. What it settled is open again.
 */
export async function removeRecordNamed(
  tx: postgres.TransactionSql,
  target: {
    type: RecordType
    key: { id: string } | { externalId: string }
    setup: SetupIndex
    now: Date
  },
): Promise<void> {
  const { type, key, setup, now } = target
  const record = await loadExisting(tx, type, key)
  if (!record) throw notFound()
  if (type.family === 'entity') {
    const [used] = await tx`select 1 from sandbox.netsuite_records
      where family = 'transaction' and
        (fields->>'entity' = ${record.id} or fields->>'customer' = ${record.id}) limit 1`
    if (used) throw userError('This record cannot be deleted because it has dependent records.')
  }
  if (type.family === 'transaction') {
    const [made] = await tx`select 1 from sandbox.netsuite_records
      where family = 'transaction' and fields->>'createdFrom' = ${record.id} limit 1`
    if (made || (await settledAmount(tx, record.id)).gt(0)) {
      throw userError(
        'This transaction cannot be deleted because it is linked to by one or more transactions.',
      )
    }
    refuseClosedPeriod(record, setup)
    await releaseApplications(tx, record.id, now)
  }
  await removeRecord(tx, record, now)
}

/** Loads and locks the record of a request, or gives null. */
export async function loadExisting(
  tx: postgres.TransactionSql,
  type: RecordType,
  key: { id: string } | { externalId: string },
): Promise<StoredRecord | null> {
  const wanted: RecordKey = { family: type.family, ...key }
  const [record] = await loadRecords(tx, [wanted], 'for update')
  if (!record) return null
  if (record.type === type.name) return record
  // External ids are one space per family: an invoice's id cannot be used again for a payment.
  if ('externalId' in key) throw userError('This record already exists.', 'externalId')
  return null
}
