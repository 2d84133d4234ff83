'use client'

import { createContext, use, type ReactNode } from 'react'
import type { FlowDocument } from '#engine/graph/schema.ts'
import type { JsonObject } from '#nodes/json.ts'

/** A record to try a mapping on. */
export interface PlaceSample {
  name: string
  /** Where it comes from: kept with the flow, the input of a test, or seen in a run. */
  origin: 'sample' | 'test' | 'run'
  key: string
  record: JsonObject
}

/** The node whose mappings are edited, with all that is known around it. */
export interface MappingPlace {
  nodeId: string
  nodeName: string
  document: FlowDocument
  samples: readonly PlaceSample[]
  loading: boolean
  /** What `$setting(…)` gives; the same object while nothing changed. */
  settings: JsonObject
  /** Undo and redo of the whole flow; null when there is nothing to undo. */
  undo: (() => void) | null
  redo: (() => void) | null
  /** How the node's tests stand, and the way to make one of a record. */
  tests: (input: JsonObject | null) => ReactNode
}

export const MappingPlaceContext = createContext<MappingPlace | null>(null)

/** Null outside of the designer: a mapping is then edited without samples. */
export function useMappingPlace(): MappingPlace | null {
  return use(MappingPlaceContext)
}
