import { and, eq, isNotNull, sql } from 'drizzle-orm'
import type { Db } from '#db/client.ts'
import { effects } from '#db/schema/index.ts'
import { emptyComparison, type BooksObject, type Comparison } from './compare.ts'

/**
 * Finds what our own writes have made twice: one Stripe object with two NetSuite records of a type
 * that stand for it, or one NetSuite invoice with two in Stripe. Read from the ledger of effects.
 */
export async function findDoubleLinks(
  db: Db,
  integrationId: string,
): Promise<[BooksObject, Comparison][]> {
  const { sourceSystem, sourceType, sourceId, targetSystem, targetType, targetId } = effects
  const rows = await db
    .select({
      sourceSystem,
      sourceType,
      sourceId,
      targetType,
      targets: sql<string[]>`array_agg(distinct ${targetId})`,
    })
    .from(effects)
    .where(
      and(
        eq(effects.integrationId, integrationId),
        eq(effects.state, 'confirmed'),
        isNotNull(sourceId),
        isNotNull(targetId),
        sql`${sourceSystem} <> ${targetSystem}`,
      ),
    )
    .groupBy(sourceSystem, sourceType, sourceId, targetType)
    .having(sql`count(distinct ${targetId}) > 1`)
  return rows.flatMap(({ sourceType: source, sourceId: key, targetType: target, targets }) => {
    const object = ONE_TO_ONE.get(`${source ?? ''} ${target}`)
    if (!object || key === null) return []
    const reason = `Two records were written for it: ids ${targets.join(', ')}. Keep one of them.`
    const result = emptyComparison()
    result.duplicates.push({ key, name: null, reason })
    const amounts = { currency: '', stripe: null, netsuite: null }
    result.differing.push({ key, name: null, ...amounts, reason })
    return [[object, result]]
  })
}

/** Types of source and target of which there is one each. */
const ONE_TO_ONE = new Map<string, BooksObject>([
  ['customer customer', 'customer'],
  ['invoice invoice', 'invoice'],
  ['charge invoice', 'charge'],
  ['invoice_payment customerPayment', 'payment'],
  ['payment_intent customerPayment', 'payment'],
  ['refund customerRefund', 'refund'],
  ['refund creditMemo', 'credit memo'],
])
