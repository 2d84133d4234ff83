'use client'

import { useMemo, type ReactNode } from 'react'
import { resolveSettings } from '#engine/graph/settings.ts'
import type { JsonObject } from '#nodes/json.ts'
import { useEditor } from '../_editor/editor-context.tsx'
import { SaveAsTest } from '../_samples/save-as-test.tsx'
import { useSamples } from '../_samples/use-samples.ts'
import { usePickSource } from '../_ui/pick-source.tsx'
import { MappingPlaceContext, type MappingPlace } from './mapping-place.tsx'
import { TestState } from './test-state.tsx'

/** Gives the mappings of a node in the designer its samples, the settings, and the flow around it. */
export function FlowMappingPlace({ nodeId, children }: { nodeId: string; children: ReactNode }) {
  const document = useEditor((state) => state.history.present)
  const canUndo = useEditor((state) => !state.readOnly && state.history.past.length > 0)
  const canRedo = useEditor((state) => !state.readOnly && state.history.future.length > 0)
  const undo = useEditor((state) => state.undo)
  const redo = useEditor((state) => state.redo)
  const shared = usePickSource()?.settings ?? NO_SETTINGS
  const own = document.settings
  const settings = useMemo(() => resolveSettings({ settings: own }, shared), [own, shared])
  const { samples, loading } = useSamples(nodeId)
  const nodeName = document.nodes.find(({ id }) => id === nodeId)?.name ?? nodeId
  const place = useMemo<MappingPlace>(
    () => ({
      ...{ nodeId, nodeName, document, samples, loading, settings },
      undo: canUndo ? undo : null,
      redo: canRedo ? redo : null,
      tests: (input) => (
        <>
          <TestState nodeId={nodeId} />
          <SaveAsTest nodeId={nodeId} input={input} />
        </>
      ),
    }),
    [nodeId, nodeName, document, samples, loading, settings, canUndo, canRedo, undo, redo],
  )
  return <MappingPlaceContext value={place}>{children}</MappingPlaceContext>
}

const NO_SETTINGS: JsonObject = {}
