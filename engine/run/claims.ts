import type { Effect, EffectLedger } from './effects.ts'

/** The claims that an attempt holds while it writes. */
export interface Claims {
  /** Whether another page holds what this effect claims: its write has to wait. */
  isTaken: (effect: Effect) => boolean
  release: () => Promise<void>
}

/**
 * Claims what the effects' targets are also found by. Two records that stand for themselves, but have
 * one e-mail address, would both find no customer and both make one. A claim is a row of the ledger
 * that is never confirmed: what a page held that is gone, the next one takes over. The effects are of
 * one node.
 */
export async function holdClaims(
  ledger: EffectLedger,
  effects: readonly Effect[],
): Promise<Claims> {
  const wanted = new Map<string, Effect>()
  for (const effect of effects) {
    const claim = claimOf(effect)
    if (claim) wanted.set(claim.intent.identity, claim)
  }
  const claims = [...wanted.values()]
  const answers = claims.length > 0 ? await ledger.reserve(claims) : []
  const taken = new Set<string>()
  const held: Effect[] = []
  claims.forEach((claim, index) => {
    if (answers[index]?.state === 'busy') taken.add(claim.intent.identity)
    else held.push(claim)
  })
  return {
    isTaken: (effect) => taken.has(claimOf(effect)?.intent.identity ?? ''),
    release: () => ledger.release(held),
  }
}

/** All nodes of a flow that write the same type of record stand in one line. */
function claimOf({ lineage, intent }: Effect): Effect | null {
  const { claim, target } = intent
  if (claim === undefined) return null
  const identity = `${target.system} ${target.type} ${claim}`
  return {
    ...{ lineage, nodeId: '', payloadHash: '' },
    intent: { identity, role: 'claim', target, payload: {}, link: null },
  }
}
