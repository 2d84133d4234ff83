'use client'

import { createContext, use, useMemo, useState, type ReactNode } from 'react'
import type { JsonObject } from '#nodes/json.ts'
import { useEditor } from '../_editor/editor-context.tsx'
import { TestResultsProvider } from './test-results.tsx'
import { useSampleFromUrl } from './use-sample-from-url.ts'

/** A real record that may be kept as a sample of a node. */
export interface Candidate {
  node: string
  key: string
  name: string
  record: JsonObject
}

interface SamplesStore {
  /** The node whose samples are shown. */
  node: string | null
  choose: (node: string) => void
  /** What was fetched last, for whichever node. */
  candidates: readonly Candidate[]
  offer: (candidates: readonly Candidate[]) => void
  /** Whether personal data is masked before a record is kept. */
  mask: boolean
  setMask: (mask: boolean) => void
}

const Store = createContext<SamplesStore | null>(null)

/** What the Samples tab shows; it outlives the tab, so that nothing has to be fetched twice. */
export function useSamplesStore(): SamplesStore {
  const store = use(Store)
  if (!store) throw new Error('Samples only work inside <FlowEditor>.')
  return store
}

/** Joins a designer to its samples and its tests. */
export function SamplesProvider({ children }: { children: ReactNode }) {
  const [only, ...others] = useEditor((state) => state.selected)
  const selected = only !== undefined && others.length === 0 ? only : null
  const [own, setOwn] = useState<{ node: string; at: string | null } | null>(null)
  const [candidates, offer] = useState<readonly Candidate[]>([])
  const [mask, setMask] = useState(true)
  useSampleFromUrl(offer)
  // The panel follows the canvas: choosing another node there shows that one's samples.
  const node = own !== null && own.at === selected ? own.node : (selected ?? own?.node ?? null)
  const store = useMemo(
    (): SamplesStore => ({
      node,
      choose: (next) => setOwn({ node: next, at: selected }),
      ...{ candidates, offer, mask, setMask },
    }),
    [node, selected, candidates, mask],
  )
  return (
    <Store value={store}>
      <TestResultsProvider>{children}</TestResultsProvider>
    </Store>
  )
}
