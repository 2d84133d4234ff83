import type postgres from 'postgres'
import type { AccountStore } from '../account/account.ts'
import { releaseApplications, settledAmount } from './receivables.ts'
import { NetSuiteError, userError } from '../errors.ts'
import { completeJournal } from './journal-rules.ts'
import { NOTHING_SENT } from '../records/parse-body.ts'
import { refuseClosedPeriod } from './period-rules.ts'
import type { Sequences } from '../records/sequences.ts'
import type { SetupIndex, SetupRecords } from '../records/setup-records.ts'
import {
  insertRecord,
  loadRecords,
  updateRecord,
  type FieldValue,
  type FieldValues,
  type StoredRecord,
} from '../records/store.ts'

/** What voiding needs of the account. */
export interface VoidTools {
  sql: postgres.Sql
  account: AccountStore
  setup: SetupRecords
  sequences: Sequences
  now: () => Date
}

/** The voided transaction, and the journal that reverses it where there is one. */
export interface Voided {
  id: string
  journalId: string | null
}

/**
 * Voids a transaction, as an administrator's Void button and SuiteScript's `transaction.void` do
 * (https://docs.oracle.com/en/cloud/saas/netsuite/ns-online-help/section_4483109897.html): its total
 * and lines become 0 and what it settled is open again. With the preference "Void Transactions Using
 * Reversing Journals" only refunds can be voided, and a journal entry reverses them.
 *
 * `type` is a record type in any case, `id` an internal id. Raises NetSuiteError with SuiteScript's
 * code: INVALID_RECORD_TYPE, THAT_RECORD_DOES_NOT_EXIST (404), or USER_ERROR where a rule refuses.
 */
export async function voidTransaction(
  { sql, account, setup, sequences, now }: VoidTools,
  { type, id }: { type: string; id: string },
): Promise<Voided> {
  const index = await setup.get()
  const { reversalVoiding } = (await account.get()).settings
  const name = index.types.named(type)?.name ?? ''
  if (!VOIDABLE.includes(name)) {
    throw refusal(400, 'INVALID_RECORD_TYPE', `Invalid record type: ${type}.`)
  }
  return sql.begin(async (tx) => {
    const [record] = await loadRecords(tx, [{ family: 'transaction', id }], 'for update')
    if (record?.type !== name) {
      throw refusal(404, 'THAT_RECORD_DOES_NOT_EXIST', 'That record does not exist.')
    }
    if (record.fields.status === 'Voided') {
      throw userError('This transaction has already been voided.')
    }
    if ((await settledAmount(tx, id)).gt(0)) {
      throw userError(
        'This transaction cannot be voided because it is applied to other transactions.',
      )
    }
    const byJournal = reversalVoiding && name === 'customerRefund'
    if (reversalVoiding && !byJournal) {
      throw userError(
        'This transaction cannot be voided while the preference Void Transactions Using Reversing Journals is on.',
      )
    }
    if (!byJournal) refuseClosedPeriod(record, index)
    await releaseApplications(tx, id, now())
    if (byJournal) {
      const journal = await reversingJournal(tx, record, { setup: index, sequences, now: now() })
      record.fields.voidJournal = journal.id
    } else emptyAmounts(record)
    record.fields.status = 'Voided'
    await updateRecord(tx, { ...record, modified: now() })
    return { id, journalId: byJournal ? String(record.fields.voidJournal) : null }
  })
}

const VOIDABLE = ['invoice', 'creditMemo', 'customerPayment', 'customerRefund']

function refusal(status: number, code: string, detail: string): NetSuiteError {
  return new NetSuiteError(status, { detail, 'o:errorCode': code })
}

function emptyAmounts(record: StoredRecord): void {
  for (const name of AMOUNTS) if (name in record.fields) record.fields[name] = 0
  for (const lines of Object.values(record.sublists)) {
    for (const line of lines) {
      for (const name of LINE_AMOUNTS) if (name in line) line[name] = 0
    }
  }
}

const LINE_AMOUNTS = ['amount', 'rate', 'tax1Amt', 'taxAmount', 'grossAmt']

const AMOUNTS = [
  'subtotal',
  'discountRate',
  'discountTotal',
  'taxTotal',
  'total',
  'payment',
  'applied',
  'unapplied',
  'amountPaid',
  'amountRemaining',
  'amountRemainingTotalBox',
]

/** The entry that takes a refund back: the bank gets its money, the customer owes it again. */
async function reversingJournal(
  tx: postgres.TransactionSql,
  refund: StoredRecord,
  tools: { setup: SetupIndex; sequences: Sequences; now: Date },
): Promise<StoredRecord> {
  const { fields } = refund
  const amount = fields.total ?? 0
  const line = (number: number, account: FieldValue | undefined, rest: FieldValues) => ({
    line: number,
    account: account ?? '',
    memo: 'VOID',
    ...rest,
  })
  const journal: StoredRecord = {
    family: 'transaction',
    id: await tools.sequences.id('transaction'),
    type: 'journalEntry',
    externalId: null,
    name: '',
    fields: Object.fromEntries([
      ...['subsidiary', 'currency', 'exchangeRate'].flatMap((name): [string, FieldValue][] => {
        const value = fields[name]
        return value === undefined ? [] : [[name, value]]
      }),
      ['createdFrom', refund.id],
      ['memo', `Void Of ${refund.name}`],
    ]),
    sublists: {
      line: [
        line(1, fields.account, { debit: amount }),
        line(2, fields.arAcct, { credit: amount, entity: fields.customer ?? '' }),
      ],
    },
    created: tools.now,
    modified: tools.now,
  }
  await completeJournal(journal, {
    ...tools,
    tx,
    find: () => undefined,
    existing: null,
    sent: NOTHING_SENT(),
    replace: new Set(),
  })
  await insertRecord(tx, journal)
  return journal
}
