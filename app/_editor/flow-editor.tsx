'use client'

import { ReactFlowProvider } from '@xyflow/react'
import { useCallback, useEffect, useRef, useState } from 'react'
import type { Problem } from '#engine/graph/problem.ts'
import type { FlowDocument } from '#engine/graph/schema.ts'
import type { SaveAnswer, SaveRequest } from './autosave.ts'
import { Canvas } from './canvas.tsx'
import { useTools } from './canvas-tools.tsx'
import { CanvasProvider } from './commands.tsx'
import { ConflictsPanel } from './conflicts-panel.tsx'
import { Drawer } from './drawer.tsx'
import { EditorProvider, useEditor, useStores } from './editor-context.tsx'
import { FlowIdProvider } from './flow-id.ts'
import classes from './flow-editor.module.css'
import { Inspector } from './inspector.tsx'
import type { RecordsAt } from './node-records.tsx'
import { findLeftEntries } from './journal.ts'
import { OpenAtPlace } from './open-at-place.tsx'
import { openEditor, type OpenEditor } from './open-editor.ts'
import { Outline } from './outline.tsx'
import { Palette } from './palette.tsx'
import { PresenceProvider } from './presence.tsx'
import { RunDialogs } from './run-dialogs.tsx'
import type { CountsByNode, RunState } from './run-overlay.ts'
import { saveInTime } from './save-in-time.ts'
import { ShortcutsSheet } from './shortcuts-sheet.tsx'
import { livingTabs } from './tab-lock.ts'
import { Toolbar } from './toolbar.tsx'
import { useFlowActions, type FlowDoors } from './use-flow-actions.ts'
import { UnreadablePanel } from './unreadable-panel.tsx'
import { useSaveState } from './use-save-state.ts'
import { useShortcuts } from './use-shortcuts.ts'
import { TestOverlay } from '../_test/test-overlay.tsx'
import { TestsProvider } from '../_test/tests.tsx'
import { useTogether, type TogetherDoors } from './use-together.ts'
import { FlushProvider } from '../_samples/flush.ts'
import { SamplesProvider } from '../_samples/samples-store.tsx'
import { useTestProblems } from '../_samples/test-results.tsx'
import { PublishDialog } from '../_versions/publish-dialog.tsx'
import { useScreens, type Screen } from '../_versions/use-screens.ts'
import { VersionsDialog } from '../_versions/versions-dialog.tsx'
import { ReviewUpdateDialog } from '../_templates/review-update-dialog.tsx'

export interface FlowEditorProps extends FlowDoors {
  flow: {
    id: string
    name: string
    enabled: boolean
    publishedVersion: number | null
    /** Of the draft; grows with every saved change. */
    revision: number
    /** A newer version of its template. */
    update: { from: number; to: number } | null
  }
  document: FlowDocument
  /** Everything wrong with a document. Pure; called after each change. */
  problems: (document: FlowDocument) => Problem[]
  /** Stores edits on top of a revision, or says what is there instead. Rejects when it cannot be reached. */
  saveEdits: (request: SaveRequest) => Promise<SaveAnswer>
  /** The others who have the flow open; left out, the designer is alone. */
  together?: TogetherDoors
  /** Counts of the run shown, by node id; an empty object for none. */
  nodeCounts: CountsByNode
  runState: RunState | null
  readOnly: boolean
  /** Some records of the last run at a node, for the Input and Output tabs. */
  recordsAt?: RecordsAt
  /** What covers the designer from the beginning. */
  opens: Screen | null
}

/** The designer of one flow. It owns the draft while it is open; give it a `key` of the flow's id. */
export function FlowEditor(props: FlowEditorProps) {
  const [opened, setOpened] = useState<OpenEditor | null>(null)
  // The designer owns the document from its first drawing on: later props do not start it over.
  const first = useRef(props)
  useEffect(() => {
    let created: OpenEditor | null = null
    let unwatch: (() => void) | null = null
    let closed = false
    void livingTabs().then((alive) => {
      if (closed) return
      const { flow, together } = first.current
      const storage = window.localStorage
      const left = findLeftEntries(flow.id, alive, storage)
      const loadDraft = together?.loadDraft
      created = openEditor({ ...first.current, storage, loadDraft, left })
      unwatch = saveInTime(created)
      setOpened(created)
    })
    return () => {
      closed = true
      unwatch?.()
      created?.close()
    }
  }, [])
  if (!opened) return <div className={classes.editor} />
  return (
    <EditorProvider value={opened.stores}>
      <PresenceProvider value={opened.stores.presence}>
        <FlowIdProvider value={props.flow.id}>
          <ReactFlowProvider>
            <SamplesProvider>
              <FlushProvider value={opened.autosave.flush}>
                <Editor {...props} opened={opened} />
              </FlushProvider>
            </SamplesProvider>
          </ReactFlowProvider>
        </FlowIdProvider>
      </PresenceProvider>
    </EditorProvider>
  )
}

function Editor(props: FlowEditorProps & { opened: OpenEditor }) {
  const { flow, opened, nodeCounts, runState, readOnly, recordsAt } = props
  const { editor, overlay } = useStores()
  const saved = useSaveState(opened)
  const problems = useAllProblems(props.problems)
  const actions = useFlowActions({
    autosave: opened.autosave,
    loadCalled: opened.loadCalled,
    publish: props.publish,
    run: props.run,
    publishedVersion: flow.publishedVersion,
    problems: props.problems,
  })
  const screens = useScreens(flow.id, props.opens)
  useProblems(problems)
  useTogether(opened, props.together)
  useEffect(() => overlay.getState().show(nodeCounts, runState), [overlay, nodeCounts, runState])
  useEffect(() => editor.getState().setReadOnly(readOnly), [editor, readOnly])

  return (
    <div
      className={classes.editor}
      data-read-only={readOnly || undefined}
      // What is behind the question cannot be pressed, nor is it read out.
      inert={actions.dialog === 'publish'}
    >
      <TestsProvider test={actions.test} starting={actions.busy === 'test'}>
        <CanvasProvider tidy={actions.tidy}>
          <Toolbar
            enabled={flow.enabled}
            publishedVersion={flow.publishedVersion}
            saved={saved}
            actions={actions}
            update={flow.update}
            open={screens.open}
          />
          <UnreadablePanel entries={opened.unreadable} />
          <ConflictsPanel conflicts={saved.conflicts} onChoose={opened.choose} />
          <Middle readOnly={readOnly} recordsAt={recordsAt} />
          <Drawer />
          <Shortcuts />
          <OpenAtPlace />
          <TestOverlay />
        </CanvasProvider>
      </TestsProvider>
      <RunDialogs actions={actions} />
      <PublishDialog actions={actions} publishedVersion={flow.publishedVersion} />
      <VersionsDialog
        opened={screens.shown === 'versions'}
        onClose={() => screens.open(null)}
        flush={opened.autosave.flush}
      />
      <ReviewUpdateDialog opened={screens.shown === 'update'} onClose={() => screens.open(null)} />
    </div>
  )
}

interface MiddleProps {
  readOnly: boolean
  recordsAt: RecordsAt | undefined
}

/** The canvas between the nodes that it can be given and what is known of the chosen one. */
function Middle({ readOnly, recordsAt }: MiddleProps) {
  const outline = useTools((tools) => tools.outline)
  const alone = useTools((tools) => tools.alone)
  // Who jumps to a problem wants to see its field.
  const wanted = useEditor((state) => state.wantedField !== null)
  const hasInspector = !alone || wanted
  return (
    <div className={classes.middle} data-alone={!hasInspector || undefined}>
      {outline ? <Outline /> : !readOnly && hasInspector && <Palette />}
      <Canvas />
      {hasInspector && <Inspector recordsAt={recordsAt} />}
    </div>
  )
}

function Shortcuts() {
  useShortcuts()
  return <ShortcutsSheet />
}

/** What is wrong with the document, and the tests that fail. */
function useAllProblems(problems: FlowEditorProps['problems']) {
  const withTests = useTestProblems()
  return useCallback(
    (document: FlowDocument) => withTests(problems(document)),
    [problems, withTests],
  )
}

/** Checks the document a moment after each change. */
function useProblems(problems: (document: FlowDocument) => readonly Problem[]) {
  const document = useEditor((state) => state.history.present)
  const setProblems = useEditor((state) => state.setProblems)
  useEffect(() => {
    const timer = setTimeout(() => setProblems(problems(document)), PROBLEMS_DELAY)
    return () => clearTimeout(timer)
  }, [document, problems, setProblems])
}

/** Long enough not to check between two keystrokes, in ms. */
const PROBLEMS_DELAY = 200
