'use client'

import { useQuery } from '@tanstack/react-query'
import type { FlowDocument } from '#engine/graph/schema.ts'
import { useTRPC } from '../_client/trpc.tsx'
import { useEditor } from '../_editor/editor-context.tsx'
import type { VersionRef } from './use-effect-of.ts'

interface VersionDocument {
  document: FlowDocument | undefined
  error: { message: string } | null
}

/** The flow as a version froze it, or as the draft is here and now. */
export function useVersionDocument(flowId: string, version: VersionRef | null): VersionDocument {
  const trpc = useTRPC()
  const draft = useEditor((state) => state.history.present)
  const isStored = version !== null && version !== 'draft'
  const { data, error } = useQuery(
    trpc.versions.document.queryOptions(
      { flowId, version: isStored ? version : 1 },
      // A version never changes.
      { enabled: isStored, staleTime: Infinity },
    ),
  )
  if (version === 'draft') return { document: draft, error: null }
  return isStored ? { document: data, error } : { document: undefined, error: null }
}
