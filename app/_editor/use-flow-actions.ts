'use client'

import { useCallback, useMemo, useState } from 'react'
import type { Problem } from '#engine/graph/problem.ts'
import type { CalledFlow, FlowDocument } from '#engine/graph/schema.ts'
import type { JsonObject } from '#nodes/json.ts'
import { runMappingTests, testProblems } from '#engine/mapping-tests.ts'
import type { Autosave } from './autosave.ts'
import { downloadFlow } from './download-flow.ts'
import { useStores } from './editor-context.tsx'
import { elkLayout } from './elk-layout.ts'
import { tidy } from './tidy.ts'
import { usePickSource } from '../_ui/pick-source.tsx'

/** What the flow's page does for the designer on the server. */
export interface FlowDoors {
  publish: (note: string) => Promise<{ version: number } | { problems: Problem[] }>
  run: (request: RunRequest) => Promise<{ runId: string }>
  /** Published flows that this one can call, by the names that its calls give. */
  calledFlows: (names: string[]) => Promise<Record<string, CalledFlow>>
}

export interface RunRequest {
  dryRun: boolean
  /** ISO 8601; records changed since then instead of since the last run. */
  since?: string
  /** Only these records. */
  ids?: string[]
  /** Tests only: no more records than these; without a date or ids, the newest. */
  limit?: number
  /** Tests only: records to put in at a node instead of reading the source. */
  samples?: { node: string; records: { key: string; record: JsonObject }[] }
  /** Tests only: the id of the last node to run. */
  until?: string
  /** Tests only: the run of the test before; what is unchanged is taken over, its records too. */
  after?: number
}

/** What a test of the draft is asked for. */
export type TestRequest = Omit<RunRequest, 'dryRun'>

/** One object for all who share no settings: what depends on it is made once. */
const NONE = {}

type Dialog = 'since' | 'ids' | 'publish'

/** The actions of the toolbar, and which of them is under way. */
export interface FlowActions {
  busy: 'test' | 'publish' | 'run' | null
  dialog: Dialog | null
  open: (dialog: Dialog | null) => void
  /** Tests the draft and gives the number of its run; null when it could not be started. */
  test: (request: TestRequest) => Promise<number | null>
  run: (request: Pick<RunRequest, 'since' | 'ids'>) => void
  /** Asks for a note, unless something is in the way: that is shown instead. */
  askPublish: () => void
  publish: (note: string) => void
  tidy: () => void
  exportFlow: () => void
}

interface Options extends Pick<FlowDoors, 'publish' | 'run'> {
  autosave: Pick<Autosave, 'flush'>
  /** Loads what the flow calls and does not carry yet. */
  loadCalled: () => Promise<void>
  publishedVersion: number | null
  problems: (document: FlowDocument) => Problem[]
}

/**
 * Joins the toolbar to the server. Nothing is published or run before every change is saved, so that
 * what happens is what is seen.
 */
export function useFlowActions(options: Options): FlowActions {
  const { autosave, loadCalled, publish, run, publishedVersion, problems } = options
  const settings = usePickSource()?.settings ?? NONE
  const { editor } = useStores()
  const [busy, setBusy] = useState<FlowActions['busy']>(null)
  const [dialog, open] = useState<Dialog | null>(null)

  const attempt = useCallback(
    async (what: NonNullable<FlowActions['busy']>, work: () => Promise<void>) => {
      setBusy(what)
      try {
        if (await autosave.flush()) await work()
        else
          editor.getState().say('Your changes are not saved yet. Try again once they are.', 'error')
      } catch (error) {
        editor.getState().say(error instanceof Error ? error.message : String(error), 'error')
      } finally {
        setBusy(null)
      }
    },
    [autosave, editor],
  )

  return useMemo(() => {
    async function publishNow(note: string): Promise<boolean> {
      const answer = await publish(note)
      if ('problems' in answer) {
        refuse(answer.problems)
        return false
      }
      editor.getState().say(`Version ${answer.version} is published.`)
      return true
    }

    function refuse(found: Problem[]) {
      const { say, setProblems, setDrawer } = editor.getState()
      const errors = found.filter((problem) => problem.severity === 'error').length
      setProblems(found)
      setDrawer('problems')
      say(
        `Not published: ${errors === 1 ? 'one error is' : `${errors} errors are`} in the way.`,
        'error',
      )
    }

    async function askPublish() {
      // What it calls may have been published a moment ago.
      await loadCalled()
      const { present } = editor.getState().history
      const results = await runMappingTests(present, settings)
      const found = [...problems(present), ...testProblems(present, results)]
      if (found.some((problem) => problem.severity === 'error')) refuse(found)
      else open('publish')
    }

    return {
      busy,
      dialog,
      open,
      async test(request) {
        let runId: number | null = null
        await attempt('test', async () => {
          runId = Number((await run({ ...request, dryRun: true })).runId)
        })
        return runId
      },
      run: (request) =>
        void attempt('run', async () => {
          // Only published versions run; for a new flow that is what Run asks for.
          if (publishedVersion === null && !(await publishNow(''))) return
          await run({ ...request, dryRun: false })
        }),
      askPublish: () => void attempt('publish', askPublish),
      publish: (note) => void attempt('publish', async () => void (await publishNow(note))),
      async tidy() {
        const { history, edit, say } = editor.getState()
        const positions = await tidy(history.present, { layout: elkLayout })
        if (Object.keys(positions).length > 0) edit({ type: 'move-nodes', positions })
        else say('The flow is tidy already.')
      },
      exportFlow: () => downloadFlow(editor.getState().history.present),
    }
  }, [
    attempt,
    busy,
    dialog,
    editor,
    loadCalled,
    problems,
    publish,
    publishedVersion,
    run,
    settings,
  ])
}
