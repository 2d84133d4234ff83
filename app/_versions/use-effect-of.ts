'use client'

import { useQuery } from '@tanstack/react-query'
import { useTRPC } from '../_client/trpc.tsx'
import type { CountOf } from './change-list.tsx'

/** How many records may be looked at. */
export const EFFECT_LIMITS = [50, 200, 500]

export type VersionRef = number | 'draft'

interface Compared {
  flowId: string
  before: VersionRef
  after: VersionRef
  limit: number
  /** False as long as the draft is not saved, or there is nothing to compare. */
  ready: boolean
}

/** Asks what one version would make of the last real records, compared with another. */
export function useEffectOf({ ready, ...compared }: Compared) {
  const trpc = useTRPC()
  return useQuery(
    trpc.versions.effect.queryOptions(compared, {
      enabled: ready,
      gcTime: 0,
      refetchOnWindowFocus: false,
    }),
  )
}

export type EffectQuery = ReturnType<typeof useEffectOf>

/** The counts of an effect by node and field, as the list of changes shows them. */
export function countsOf(effect: EffectQuery['data']): CountOf {
  return (node, field) => {
    const told = effect?.nodes.find((one) => one.node === node)
    const group = told?.fields.find((one) => one.what === field)
    return told && group ? { count: group.count, tried: told.tried } : undefined
  }
}
