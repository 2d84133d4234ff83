'use client'

import { useQuery } from '@tanstack/react-query'
import { useCallback } from 'react'
import { compile } from '#engine/compile/compile.ts'
import type { Problem } from '#engine/graph/problem.ts'
import type { FlowDocument } from '#engine/graph/schema.ts'
import { useTRPC } from '../_client/trpc.tsx'

/** Checks a document as publishing will: the same compiler, with the integration's settings. */
export function useProblems(integrationId: string): (document: FlowDocument) => Problem[] {
  const trpc = useTRPC()
  const { data } = useQuery(trpc.connections.integrations.queryOptions())
  const settings = data?.find((one) => one.id === integrationId)?.settings
  return useCallback(
    (document: FlowDocument) => compile(document, { settings }).problems,
    [settings],
  )
}
