import { and, eq, inArray, isNotNull, or } from 'drizzle-orm'
import type { Db } from '#db/client.ts'
import { effects } from '#db/schema/index.ts'
import { SANDBOX_INTEGRATION } from '#engine/api.ts'
import { NETSUITE_LISTS, STRIPE_LISTS, type Counterpart } from './rows.ts'

/**
 * The counterparts of records in the other system, by the links that flows have stored; the newest
 * comes last.
 */
export async function findCounterparts(
  db: Db,
  system: 'stripe' | 'netsuite',
  ids: readonly string[],
): Promise<Map<string, Counterpart[]>> {
  const found = new Map<string, Counterpart[]>()
  if (ids.length === 0) return found
  const rows = await db
    .select()
    .from(effects)
    .where(
      and(
        eq(effects.integrationId, SANDBOX_INTEGRATION),
        eq(effects.state, 'confirmed'),
        isNotNull(effects.targetId),
        or(
          and(eq(effects.sourceSystem, system), inArray(effects.sourceId, [...ids])),
          and(eq(effects.targetSystem, system), inArray(effects.targetId, [...ids])),
        ),
      ),
    )
    .orderBy(effects.confirmedAt)
  for (const { sourceSystem, sourceType, sourceId, targetSystem, targetType, targetId } of rows) {
    if (sourceSystem === targetSystem) continue
    const source = counterpart(sourceSystem, sourceType, sourceId)
    const target = counterpart(targetSystem, targetType, targetId)
    const [mine, other] = sourceSystem === system ? [sourceId, target] : [targetId, source]
    if (mine === null || other === null) continue
    const known = found.get(mine) ?? []
    if (!known.some(({ id, list }) => id === other.id && list === other.list)) {
      found.set(mine, [...known, other])
    }
  }
  return found
}

function counterpart(
  system: 'stripe' | 'netsuite' | null,
  type: string | null,
  id: string | null,
): Counterpart | null {
  if (system === null || type === null || id === null) return null
  return system === 'stripe' ? stripeCounterpart(id) : netSuiteCounterpart(type, id)
}

/** Stripe's ids say what they are; a charge is shown with its payment. */
export function stripeCounterpart(id: string): Counterpart | null {
  const list = STRIPE_LISTS.find((one) => PREFIXES[one].test(id))
  return list ? { system: 'stripe', list, id } : null
}

export function netSuiteCounterpart(type: string, id: string): Counterpart | null {
  const list = NETSUITE_LISTS.find((one) => one.toLowerCase() === type.toLowerCase())
  return list ? { system: 'netsuite', list, id } : null
}

const PREFIXES: Record<(typeof STRIPE_LISTS)[number], RegExp> = {
  customer: /^cus_/,
  invoice: /^in_/,
  payment_intent: /^(pi|ch|py)_/,
  credit_note: /^cn_/,
  refund: /^(re|pyr)_/,
}
