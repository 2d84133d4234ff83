import type postgres from 'postgres'
import type { Family } from './record-fields.ts'
import { isSetup } from './setup-records.ts'

/** Gives internal ids and automatic numbers. */
export interface Sequences {
  id: (family: Family) => Promise<string>
  /** The next automatic number of a kind of record, such as `INV1001`. */
  number: (kind: keyof typeof NUMBERS) => Promise<string>
  /** Drops what was fetched ahead; needed after the sequences were set back. */
  forget: () => void
}

/**
 * Takes values from Postgres sequences in blocks, so that most records cost no question of their
 * own. A restart leaves a gap of at most one block, as NetSuite's own numbers have gaps.
 */
export function createSequences(sql: postgres.Sql): Sequences {
  const blocks = new Map<string, Promise<string[]>>()
  const fetch = async (name: string) => {
    const rows = await sql<{ value: string }[]>`
      select nextval(${`sandbox.netsuite_${name}`}::regclass)::text as value
      from generate_series(1, ${BLOCK}) order by 1`
    return rows.map(({ value }) => value)
  }
  const next = async (name: string): Promise<string> => {
    for (;;) {
      const block = blocks.get(name) ?? fetch(name)
      blocks.set(name, block)
      const value = (await block).shift()
      if (value !== undefined) return value
      // Somebody else may have put a new block there while this one was awaited.
      if (blocks.get(name) === block) blocks.delete(name)
    }
  }
  return {
    id: (family) => next(`${isSetup(family) && family !== 'item' ? 'setup' : family}_id`),
    number: async (kind) => `${NUMBERS[kind].prefix}${await next(NUMBERS[kind].sequence)}`,
    forget: () => blocks.clear(),
  }
}

const BLOCK = 20

const NUMBERS = {
  customer: { sequence: 'customer_number', prefix: 'CUST' },
  invoice: { sequence: 'invoice_number', prefix: 'INV' },
  creditMemo: { sequence: 'credit_memo_number', prefix: 'CM' },
  customerPayment: { sequence: 'payment_number', prefix: 'PYMT' },
  customerRefund: { sequence: 'refund_number', prefix: 'RFND' },
  journalEntry: { sequence: 'journal_number', prefix: 'JE' },
} as const
