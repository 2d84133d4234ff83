'use client'

import { useEffect, useMemo, useRef, useState } from 'react'
import { useStable } from '../_ui/use-stable.ts'
import { alignResults, isSameRequest, type Answered } from './align-results.ts'
import type { PreviewClient } from './preview-queue.ts'
import type { PreviewRequest, PreviewResult } from './protocol.ts'
import { previewClient } from './shared-queue.ts'

export interface Preview {
  /** By text, then by record; those of the last request until the new ones are there. */
  results: readonly (readonly PreviewResult[])[]
  /** late: so long that the results shown are no answer to what was typed. */
  state: 'idle' | 'working' | 'late'
  /** Milliseconds from the last answered request to its results; null before the first. */
  ms: number | null
}

/**
 * What expressions give on records, computed in a worker while one types. The newest request wins;
 * an expression that hangs is stopped after a second and says so as its result.
 */
export function usePreview(request: PreviewRequest): Preview {
  const asked = useStable(request, isSameRequest)
  const [answered, setAnswered] = useState<(Answered & { ms: number }) | null>(null)
  const [late, setLate] = useState<PreviewRequest | null>(null)
  const client = useRef<PreviewClient | null>(null)

  useEffect(() => {
    const opened = previewClient()
    client.current = opened
    return () => {
      client.current = null
      opened.close()
    }
  }, [])

  useEffect(() => {
    const askedAt = performance.now()
    const timer = setTimeout(() => setLate(asked), LATE_MS)
    void client.current?.ask(asked).then((results) => {
      if (results) setAnswered({ request: asked, results, ms: performance.now() - askedAt })
    })
    return () => clearTimeout(timer)
  }, [asked])

  const results = useMemo(() => alignResults(answered, asked), [answered, asked])
  const isAnswered = answered?.request === asked
  const state = isAnswered ? 'idle' : late === asked ? 'late' : 'working'
  return { results, state, ms: answered?.ms ?? null }
}

/** When "working" should be said aloud. */
const LATE_MS = 500

export type { PreviewRecord, PreviewRequest, PreviewResult } from './protocol.ts'
