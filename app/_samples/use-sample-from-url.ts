'use client'

import { useEffect, useRef } from 'react'
import { useTRPCClient } from '../_client/trpc.tsx'
import { useStores } from '../_editor/editor-context.tsx'
import type { Candidate } from './samples-store.tsx'

/** Where “Use as sample” in a trace leads: a record of a run, as it came to a node. */
const PLACE = /^(\d+)\.(\d+)\.(\d+)$/

/** Offers the record that the page's address names, once, and shows it in the drawer. */
export function useSampleFromUrl(offer: (candidates: readonly Candidate[]) => void): void {
  const client = useTRPCClient()
  const { editor } = useStores()
  const done = useRef(false)
  useEffect(() => {
    const url = new URL(window.location.href)
    const node = url.searchParams.get('node')
    const [, runId, page, position] = PLACE.exec(url.searchParams.get('sample') ?? '') ?? []
    if (done.current || node === null || runId === undefined) return
    done.current = true
    const place = { runId: Number(runId), page: Number(page), position: Number(position) }
    const { say, select, setDrawer, history } = editor.getState()
    const open = async () => {
      const { record, steps } = await client.records.trace.query(place)
      const step = steps.find((one) => one.nodeId === node)
      if (!step || !history.present.nodes.some(({ id }) => id === node)) {
        return say('The node that this record came to is not in the flow any more.', 'error')
      }
      const { key, name } = record
      offer([{ node, key, name: name ?? key, record: step.input }])
      select([node])
      setDrawer('samples')
    }
    open().catch((error: unknown) =>
      say(error instanceof Error ? error.message : String(error), 'error'),
    )
    // The address of the flow itself again: a reload offers nothing anew.
    url.searchParams.delete('sample')
    url.searchParams.delete('node')
    window.history.replaceState(window.history.state, '', url)
  }, [client, editor, offer])
}
