import { userError } from '../errors.ts'
import type { SetupIndex } from '../records/setup-records.ts'
import type { StoredRecord } from '../records/store.ts'
import type { WriteContext } from '../records/write-context.ts'

/** Finds the accounting period of a transaction's date, unless one was sent. */
export function completePeriod(
  record: StoredRecord,
  { existing, sent, setup }: WriteContext,
): void {
  const { fields } = record
  if (typeof sent.fields.postingPeriod === 'string') return
  if (existing && existing.fields.tranDate === fields.tranDate && fields.postingPeriod) return
  const day = String(fields.tranDate)
  const period = setup
    .all('accountingPeriod')
    .find(
      ({ fields: { startDate, endDate, isQuarter, isYear } }) =>
        !isQuarter && !isYear && String(startDate) <= day && day <= String(endDate),
    )
  if (!period) {
    throw userError(
      'The transaction date you specified is not within the date range of your accounting period.',
      'tranDate',
    )
  }
  fields.postingPeriod = period.id
}

/**
 * Refuses a change of the general ledger in a closed or locked period. Other edits are free, unless
 * the period is closed and does not allow them either.
 */
export function checkPeriodOpen(record: StoredRecord, { existing, setup }: WriteContext): void {
  const isPosting = !existing || ledgerFacts(existing) !== ledgerFacts(record)
  for (const one of existing ? [existing, record] : [record]) {
    if (isPosting) refuseClosedPeriod(one, setup)
    else refuseNonLedgerChange(one, setup)
  }
}

/** Refuses to post in the period of a transaction, also by deleting or voiding it. */
export function refuseClosedPeriod({ fields }: StoredRecord, setup: SetupIndex): void {
  const period = setup.byId('accountingPeriod', String(fields.postingPeriod))
  if (period?.fields.closed === true) {
    throw userError(
      `You cannot post a transaction in a closed accounting period: ${period.name}.`,
      'postingPeriod',
    )
  }
  if (period?.fields.allLocked === true || period?.fields.arLocked === true) {
    throw userError(
      `You cannot post a transaction in a locked accounting period: ${period.name}.`,
      'postingPeriod',
    )
  }
}

function refuseNonLedgerChange({ fields }: StoredRecord, setup: SetupIndex): void {
  const period = setup.byId('accountingPeriod', String(fields.postingPeriod))
  if (period?.fields.closed !== true || period.fields.allowNonGLChanges !== false) return
  throw userError(
    `This transaction is in a closed accounting period that does not allow non-G/L changes: ${period.name}.`,
    'postingPeriod',
  )
}

/** What the general ledger knows of a transaction, as text to compare. */
export function ledgerFacts({ fields, sublists }: StoredRecord): string {
  return JSON.stringify([
    POSTED.map((name) => fields[name]),
    sublists.item?.map(({ item, amount, tax1Amt }) => [item, amount, tax1Amt]),
    sublists.line?.map(({ account, debit, credit }) => [account, debit, credit]),
  ])
}

const POSTED = [
  'tranDate',
  'postingPeriod',
  'entity',
  'customer',
  'currency',
  'exchangeRate',
  'account',
  'arAcct',
  'total',
  'payment',
  'discountItem',
  'discountRate',
]
