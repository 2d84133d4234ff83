import Big from 'big.js'
import type { NetSuiteReader } from '#nodes/netsuite/client/client.ts'
import { inBatches } from './in-batches.ts'

const IDS_PER_QUERY = 500
const PAGE = 1_000

/** A payment, credit memo or other credit that settles a part of an invoice, or uses up a credit. */
export interface Application {
  /** Internal id of what settles. */
  id: string
  /** Its type, such as `CustPymt`. */
  type: string
  /** Major units. */
  amount: Big
}

/** What settles these transactions, by their id, oldest first. */
export async function readApplications(
  netsuite: NetSuiteReader,
  ids: readonly string[],
  signal: AbortSignal,
): Promise<Map<string, Application[]>> {
  const found = new Map<string, Application[]>()
  for (const some of inBatches(ids, IDS_PER_QUERY)) {
    const marks = some.map(() => '?').join(', ')
    for (let offset = 0, more = true; more; offset += PAGE) {
      const { rows, hasMore } = await netsuite.query(
        `SELECT l.previousdoc AS settled, l.nextdoc AS id, l.nexttype AS type, l.foreignamount AS amount
         FROM nexttransactionlinelink l
         WHERE l.linktype = 'Payment' AND l.previousdoc IN (${marks})
         ORDER BY l.nextdoc, l.previousdoc`,
        some,
        { limit: PAGE, offset, signal },
      )
      more = hasMore
      for (const { settled = '', id = '', type = '', amount } of rows) {
        const one = { id, type, amount: new Big(amount || 0).abs() }
        const list = found.get(settled)
        if (list) list.push(one)
        else found.set(settled, [one])
      }
    }
  }
  return found
}

/** All of it together. */
export function sumOf(applications: readonly Application[]): Big {
  return applications.reduce((sum, one) => sum.plus(one.amount), new Big(0))
}
