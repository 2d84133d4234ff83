'use client'

import { ReactFlowProvider } from '@xyflow/react'
import { useEffect, useRef, useState } from 'react'
import type { FlowEdit } from '#engine/graph/edit.ts'
import type { Problem } from '#engine/graph/problem.ts'
import type { FlowDocument } from '#engine/graph/schema.ts'
import type { SaveAnswer } from './autosave.ts'
import { Canvas } from './canvas.tsx'
import { useTools } from './canvas-tools.tsx'
import { CanvasProvider } from './commands.tsx'
import { ConflictDialog } from './conflict-dialog.tsx'
import { Drawer } from './drawer.tsx'
import { EditorProvider, useEditor, useStores } from './editor-context.tsx'
import { FlowIdProvider } from './flow-id.ts'
import classes from './flow-editor.module.css'
import { Inspector } from './inspector.tsx'
import type { RecordsAt } from './node-records.tsx'
import { openEditor, type OpenEditor } from './open-editor.ts'
import { Outline } from './outline.tsx'
import { Palette } from './palette.tsx'
import { RunDialogs } from './run-dialogs.tsx'
import type { CountsByNode, RunState } from './run-overlay.ts'
import { ShortcutsSheet } from './shortcuts-sheet.tsx'
import { Toolbar } from './toolbar.tsx'
import { useFlowActions, type FlowDoors } from './use-flow-actions.ts'
import { useSaveState } from './use-save-state.ts'
import { useShortcuts } from './use-shortcuts.ts'

export interface FlowEditorProps extends FlowDoors {
  flow: {
    id: string
    name: string
    enabled: boolean
    publishedVersion: number | null
    /** Of the draft; grows with every saved change. */
    revision: number
  }
  document: FlowDocument
  /** Everything wrong with a document. Pure; called after each change. */
  problems: (document: FlowDocument) => Problem[]
  /** Stores edits on top of a revision, or says what is there instead. Rejects when it cannot be reached. */
  saveEdits: (request: { baseRevision: number; edits: FlowEdit[] }) => Promise<SaveAnswer>
  /** Counts of the run shown, by node id; an empty object for none. */
  nodeCounts: CountsByNode
  runState: RunState | null
  readOnly: boolean
  /** Some records of the last run at a node, for the Input and Output tabs. */
  recordsAt?: RecordsAt
}

/** The designer of one flow. It owns the draft while it is open; give it a `key` of the flow's id. */
export function FlowEditor(props: FlowEditorProps) {
  const [opened, setOpened] = useState<OpenEditor | null>(null)
  // The designer owns the document from its first drawing on: later props do not start it over.
  const first = useRef(props)
  useEffect(() => {
    const created = openEditor(first.current)
    setOpened(created)
    return created.close
  }, [])
  if (!opened) return <div className={classes.editor} />
  return (
    <EditorProvider value={opened.stores}>
      <FlowIdProvider value={props.flow.id}>
        <ReactFlowProvider>
          <Editor {...props} opened={opened} />
        </ReactFlowProvider>
      </FlowIdProvider>
    </EditorProvider>
  )
}

function Editor(props: FlowEditorProps & { opened: OpenEditor }) {
  const { flow, opened, nodeCounts, runState, readOnly, recordsAt } = props
  const { editor, overlay } = useStores()
  const saved = useSaveState(opened)
  const actions = useFlowActions({
    autosave: opened.autosave,
    publish: props.publish,
    run: props.run,
    publishedVersion: flow.publishedVersion,
  })
  useProblems(props.problems)
  useEffect(() => overlay.getState().show(nodeCounts, runState), [overlay, nodeCounts, runState])
  useEffect(() => editor.getState().setReadOnly(readOnly), [editor, readOnly])

  return (
    <div className={classes.editor} data-read-only={readOnly || undefined}>
      <CanvasProvider tidy={actions.tidy}>
        <Toolbar
          enabled={flow.enabled}
          publishedVersion={flow.publishedVersion}
          saved={saved}
          actions={actions}
        />
        <div className={classes.middle}>
          <LeftPanel readOnly={readOnly} />
          <Canvas />
          <Inspector recordsAt={recordsAt} />
        </div>
        <Drawer />
        <Shortcuts />
      </CanvasProvider>
      <RunDialogs actions={actions} />
      <ConflictDialog
        conflict={saved.conflict}
        onReload={opened.reload}
        onExport={actions.exportFlow}
      />
    </div>
  )
}

function LeftPanel({ readOnly }: { readOnly: boolean }) {
  const outline = useTools((tools) => tools.outline)
  if (outline) return <Outline />
  return readOnly ? null : <Palette />
}

function Shortcuts() {
  useShortcuts()
  return <ShortcutsSheet />
}

/** Checks the document a moment after each change. */
function useProblems(problems: FlowEditorProps['problems']) {
  const document = useEditor((state) => state.history.present)
  const setProblems = useEditor((state) => state.setProblems)
  useEffect(() => {
    const timer = setTimeout(() => setProblems(problems(document)), PROBLEMS_DELAY)
    return () => clearTimeout(timer)
  }, [document, problems, setProblems])
}

/** Long enough not to check between two keystrokes, in ms. */
const PROBLEMS_DELAY = 200
