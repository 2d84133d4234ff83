'use client'

import { ReactFlowProvider, useReactFlow, useStore } from '@xyflow/react'
import { useEffect, useState } from 'react'
import type { FlowDocument } from '#engine/graph/schema.ts'
import type { Outputs } from '../_server/router.ts'
import { Canvas } from '../_editor/canvas.tsx'
import { CanvasProvider } from '../_editor/commands.tsx'
import { EditorProvider } from '../_editor/editor-context.tsx'
import { createRunOverlay } from '../_editor/run-overlay.ts'
import { createEditorStore } from '../_editor/store.ts'
import { editorRun } from './editor-run.ts'
import { cardOf } from './node-counts.ts'

interface RunCanvasProps {
  /** The flow at the version that ran. */
  document: FlowDocument
  run: Outputs['runs']['byId']
  /** The node that is looked at beside the canvas. */
  chosenNode: string | null
}

/** The flow as it ran, with the counts of the run; nothing can be changed here. */
export function RunCanvas({ document, run, chosenNode: step }: RunCanvasProps) {
  // Steps of a called flow stand on the canvas as their call.
  const chosenNode = step === null ? null : cardOf(step)
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
        <CanvasProvider>
          <Canvas />
          <CentreOn nodeId={chosenNode} />
        </CanvasProvider>
      </ReactFlowProvider>
    </EditorProvider>
  )
}

/** Brings the chosen node into the middle, at a size that can be read. */
function CentreOn({ nodeId }: { nodeId: string | null }) {
  const { getNode, setCenter, getZoom } = useReactFlow()
  const width = useStore((state) => state.width)
  useEffect(() => {
    const node = nodeId === null ? undefined : getNode(nodeId)
    if (!node || width === 0) return
    const { width: wide = 0, height: high = 0 } = node.measured ?? {}
    const { x, y } = node.position
    void setCenter(x + wide / 2, y + high / 2, { zoom: getZoom(), duration: 200 })
  }, [nodeId, width, getNode, setCenter, getZoom])
  return null
}
