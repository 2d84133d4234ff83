'use client'

import { ReactFlowProvider, useReactFlow, useStore } from '@xyflow/react'
import { useEffect, useState } from 'react'
import type { FlowDocument } from '#engine/graph/schema.ts'
import type { Outputs } from '../_server/router.ts'
import { Canvas } from '../_editor/canvas.tsx'
import { EditorProvider } from '../_editor/editor-context.tsx'
import { createRunOverlay } from '../_editor/run-overlay.ts'
import { createEditorStore } from '../_editor/store.ts'
import { editorRun } from './editor-run.ts'

interface RunCanvasProps {
  /** The flow at the version that ran. */
  document: FlowDocument
  run: Outputs['runs']['byId']
  /** The node that is looked at beside the canvas. */
  chosenNode: string | null
}

/** The flow as it ran, with the counts of the run; nothing can be changed here. */
export function RunCanvas({ document, run, chosenNode }: RunCanvasProps) {
  const [stores] = useState(() => ({
    editor: createEditorStore({
      document,
      readOnly: true,
      onEdit: () => undefined,
      now: () => performance.now(),
    }),
    overlay: createRunOverlay(),
  }))
  useEffect(() => {
    const { nodeCounts, runState } = editorRun(run)
    stores.overlay.getState().show(nodeCounts, runState)
  }, [stores, run])
  useEffect(() => {
    stores.editor.getState().select(chosenNode === null ? [] : [chosenNode])
  }, [stores, chosenNode])
  return (
    <EditorProvider value={stores}>
      <ReactFlowProvider>
        <Canvas />
        <KeepFitted />
      </ReactFlowProvider>
    </EditorProvider>
  )
}

/** Shows the whole flow whenever the room for it changes, such as when a trace opens beside it. */
function KeepFitted() {
  const { fitView } = useReactFlow()
  const width = useStore((state) => state.width)
  const height = useStore((state) => state.height)
  useEffect(() => {
    if (width > 0 && height > 0) void fitView({ padding: 0.1, maxZoom: 1 })
  }, [fitView, width, height])
  return null
}
