'use client'

import { useQuery } from '@tanstack/react-query'
import { useEffect, useMemo, useState } from 'react'
import type { FlowDocument } from '#engine/graph/schema.ts'
import { upstreamOf } from '#engine/samples/upstream.ts'
import { keyOf, type Arriving } from '#engine/samples/arriving.ts'
import type { JsonObject } from '#nodes/json.ts'
import { useTRPC } from '../_client/trpc.tsx'
import { useEditor, useOverlay } from '../_editor/editor-context.tsx'
import { usePickSource } from '../_ui/pick-source.tsx'
import { sharedTrial } from './shared-trial.ts'

/** A record to try a node on, as it arrives there. */
export interface NodeSample {
  /** What people call it. */
  name: string
  /**
   * `sample`: kept with the flow, at this node or at one before it from which it was carried here.
   * `test`: the input of one of the node's tests. `run`: it arrived in the last test or run, whose
   * nodes before this one may have been other ones.
   */
  origin: 'sample' | 'test' | 'run'
  key: string
  record: JsonObject
}

/** Records of the last run that are offered. */
const MOST_OF_RUN = 10
const NOTHING: JsonObject = {}
const NO_SAMPLES: readonly Arriving[] = []

/**
 * All records that the designer knows to try a node on: its own samples, those of nodes before it as
 * far as they can be carried, inputs of its tests, and what arrived in the last test or run.
 */
export function useSamples(nodeId: string): { samples: NodeSample[]; loading: boolean } {
  const own = useEditor((state) => state.history.present.samples)
  const tests = useEditor((state) => state.history.present.tests)
  const carried = useArriving(nodeId)
  const arrived = useArrived(nodeId)
  const samples = useMemo(() => {
    const all: NodeSample[] = [
      ...own
        .filter(({ node }) => node === nodeId)
        .map(({ name, record }) => ({ name, record, key: keyOf(record, name), origin: SAMPLE })),
      ...carried.samples.map((one) => ({ ...one, origin: SAMPLE })),
      ...tests
        .filter(({ node }) => node === nodeId)
        .map(({ name, input }) => ({
          ...{ name, record: input, key: keyOf(input, 'test') },
          origin: TEST,
        })),
      ...arrived.records.map(({ key, name, record }) => ({
        ...{ name: name ?? key, key, record },
        origin: RUN,
      })),
    ]
    return distinct(all)
  }, [own, tests, carried.samples, arrived.records, nodeId])
  return { samples, loading: carried.loading || arrived.loading }
}

const [SAMPLE, TEST, RUN] = ['sample', 'test', 'run'] as const

/** The first of those that are the same record. */
function distinct(samples: readonly NodeSample[]): NodeSample[] {
  const seen = new Set<string>()
  return samples.filter(({ record }) => {
    const text = JSON.stringify(record)
    if (seen.has(text)) return false
    seen.add(text)
    return true
  })
}

/** Samples of nodes before this one, carried to it in the worker after each change of what matters. */
function useArriving(nodeId: string): { samples: readonly Arriving[]; loading: boolean } {
  const document = useEditor((state) => state.history.present)
  const shared = usePickSource()?.settings ?? NOTHING
  const [before, setBefore] = useState<FlowDocument | null>(null)
  const [found, setFound] = useState<{ of: string; samples: readonly Arriving[] } | null>(null)
  // The typing at this node does not change what arrives at it.
  const held = before && isSameBefore(before, document, nodeId) ? before : document
  if (held !== before) setBefore(held)

  useEffect(() => {
    let wanted = true
    const { settings, nodes, edges } = held
    const upstream = upstreamOf(held, nodeId)
    const asked = {
      ...{ settings, edges },
      nodes: nodes.filter(({ id }) => upstream.has(id)),
      samples: held.samples.filter(({ node }) => upstream.has(node)),
      pins: held.pins.filter(({ node }) => upstream.has(node)),
    }
    if (asked.samples.length === 0 && asked.pins.length === 0) {
      setFound({ of: nodeId, samples: NO_SAMPLES })
      return
    }
    const show = (samples: readonly Arriving[]) => {
      if (!wanted) return
      setFound((last) =>
        last?.of === nodeId && JSON.stringify(last.samples) === JSON.stringify(samples)
          ? last
          : { of: nodeId, samples },
      )
    }
    const carry = () =>
      sharedTrial()
        .arriving(asked, shared, nodeId)
        .then(show, () => show(NO_SAMPLES))
    const timer = setTimeout(() => void carry(), 100)
    return () => {
      wanted = false
      clearTimeout(timer)
    }
  }, [held, shared, nodeId])

  const known = found?.of === nodeId ? found : null
  return { samples: known?.samples ?? NO_SAMPLES, loading: known === null }
}

/** True when nothing that decides what arrives at a node is another one. */
function isSameBefore(one: FlowDocument, other: FlowDocument, nodeId: string): boolean {
  if (one === other) return true
  if (one.settings !== other.settings || one.edges !== other.edges) return false
  if (one.samples !== other.samples || one.pins !== other.pins) return false
  const nodes = new Map(one.nodes.map((node) => [node.id, node]))
  const upstream = upstreamOf(other, nodeId)
  return other.nodes.every((node) => {
    const was = nodes.get(node.id)
    if (!upstream.has(node.id)) return true
    return was !== undefined && was.config === node.config && was.disabled === node.disabled
  })
}

const NO_RECORDS: readonly { key: string; name: string | null; record: JsonObject }[] = []

function useArrived(nodeId: string) {
  const trpc = useTRPC()
  const run = useOverlay((overlay) => overlay.run)
  const runId = Number(run?.runId)
  const over = run !== null && run.state !== 'waiting' && run.state !== 'running'
  const { data, isLoading } = useQuery(
    trpc.samples.arrived.queryOptions(
      { runId, nodeId, limit: MOST_OF_RUN },
      { enabled: over && Number.isInteger(runId), staleTime: Infinity },
    ),
  )
  return { records: data ?? NO_RECORDS, loading: isLoading }
}
