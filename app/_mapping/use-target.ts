'use client'

import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { targetOf } from '#engine/mapping/target.ts'
import type { RecordField } from '#nodes/connection.ts'
import { useTRPC } from '../_client/trpc.tsx'
import { usePickSource } from '../_ui/pick-source.tsx'
import { useMappingPlace } from './mapping-place.tsx'

export interface MappingTarget {
  system: 'stripe' | 'netsuite'
  recordType: string
  under: string
  fields: readonly RecordField[]
  /** Why the list may be missing or old. */
  problem: string | null
}

/** The record that a mapping makes, with its fields as the connected account has them; null for none. */
export function useTarget(field: string): MappingTarget | null {
  const trpc = useTRPC()
  const place = useMappingPlace()
  const source = usePickSource()
  const document = place?.document
  const node = place?.nodeId
  const target = useMemo(
    () => (document && node !== undefined ? targetOf(document, { node, field }) : null),
    [document, node, field],
  )
  const { data, error } = useQuery(
    trpc.connections.fields.queryOptions(
      {
        of: { integrationId: source?.integrationId ?? '', system: target?.system ?? 'netsuite' },
        recordType: target?.recordType ?? '-',
      },
      { enabled: target !== null && source !== null, staleTime: 60_000 },
    ),
  )
  const { system, recordType, under } = target ?? {}
  const problem = error?.message ?? data?.problem ?? null
  return useMemo(
    () =>
      system === undefined || recordType === undefined || under === undefined
        ? null
        : { system, recordType, under, fields: data?.fields ?? NO_FIELDS, problem },
    [system, recordType, under, data, problem],
  )
}

const NO_FIELDS: readonly RecordField[] = []
