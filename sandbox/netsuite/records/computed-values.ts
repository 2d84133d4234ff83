import type postgres from 'postgres'
import { decimal } from '../receivables/money.ts'
import { applicationsOf, openAmount } from '../receivables/receivables.ts'
import type { SetupIndex } from './setup-records.ts'
import { loadRecords, type FieldValues, type StoredRecord } from './store.ts'

/**
 * Adds what is worked out when a record is read: what customers owe, and the `apply` lines of
 * payments, credit memos and refunds.
 */
export async function withComputedValues(
  sql: postgres.Sql,
  setup: SetupIndex,
  records: StoredRecord[],
): Promise<StoredRecord[]> {
  return withApplications(sql, setup, await withBalances(sql, records))
}

async function withApplications(
  sql: postgres.Sql,
  setup: SetupIndex,
  records: StoredRecord[],
): Promise<StoredRecord[]> {
  const applies = ({ type }: StoredRecord) => APPLYING.includes(type)
  const sources = records.filter(applies).map(({ id }) => id)
  if (sources.length === 0) return records
  const applications = await applicationsOf(sql, sources)
  const bySource = Map.groupBy(applications, ({ source }) => source)
  const ids = [...new Set(applications.map(({ target }) => target))]
  const loaded = await loadRecords(
    sql,
    ids.map((id) => ({ family: 'transaction', id })),
  )
  const targets = new Map(loaded.map((target) => [target.id, target]))
  return records.map((record) => {
    if (!applies(record)) return record
    const apply = (bySource.get(record.id) ?? []).flatMap(
      ({ target: id, amount, applyDate }): FieldValues[] => {
        const target = targets.get(id)
        if (!target) return []
        return [
          {
            doc: id,
            line: 0,
            apply: true,
            amount: Number(amount),
            // What could be applied at most: the form adds its own share back to the open amount.
            due: openAmount(target).plus(amount).toNumber(),
            total: decimal(target.fields.total).toNumber(),
            refNum: target.fields.tranId ?? '',
            type: TITLES[target.type] ?? '',
            applyDate,
            currency: setup.byId('currency', String(target.fields.currency))?.name ?? '',
          },
        ]
      },
    )
    return { ...record, sublists: { ...record.sublists, apply } }
  })
}

const APPLYING: readonly string[] = ['customerPayment', 'creditMemo', 'customerRefund']

const TITLES: Record<string, string> = {
  invoice: 'Invoice',
  creditMemo: 'Credit Memo',
  customerPayment: 'Payment',
}

/** Adds what customers owe: open invoices less what is unapplied, in the currency of the records. */
async function withBalances(sql: postgres.Sql, records: StoredRecord[]): Promise<StoredRecord[]> {
  const customers = [...new Set(records.flatMap((record) => owing(record) ?? []))]
  if (customers.length === 0) return records
  const rows = await sql<{ id: string; balance: number; overdue: number }[]>`
    select coalesce(fields->>'entity', fields->>'customer') as id,
      (coalesce(sum((fields->>'amountRemaining')::numeric) filter (where type = 'invoice'), 0)
        - coalesce(sum((fields->>'unapplied')::numeric) filter (where type <> 'invoice'), 0)
      )::float8 as balance,
      coalesce(sum((fields->>'amountRemaining')::numeric)
        filter (where type = 'invoice' and (fields->>'dueDate')::date < current_date), 0
      )::float8 as overdue
    from sandbox.netsuite_records
    where family = 'transaction' and type in ('invoice', 'creditMemo', 'customerPayment')
      and ((fields->>'entity')::bigint in ${sql(customers)}
        or (fields->>'customer')::bigint in ${sql(customers)})
    group by 1`
  const byId = new Map(rows.map((row) => [row.id, row]))
  return records.map((record) => {
    const customer = owing(record)
    if (customer === null) return record
    const { balance = 0, overdue = 0 } = byId.get(customer) ?? {}
    return { ...record, fields: { ...record.fields, balance, overdueBalance: overdue } }
  })
}

/** The customer whose balance a record shows, or null. */
function owing({ type, id, fields }: StoredRecord): string | null {
  if (type === 'customer') return id
  return type === 'customerPayment' || type === 'customerRefund' ? String(fields.customer) : null
}
