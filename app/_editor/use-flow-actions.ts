'use client'

import { useCallback, useMemo, useState } from 'react'
import type { Problem } from '#engine/graph/problem.ts'
import type { Autosave } from './autosave.ts'
import { useStores } from './editor-context.tsx'
import { elkLayout } from './elk-layout.ts'
import { tidy } from './tidy.ts'

/** What the flow's page does for the designer on the server. */
export interface FlowDoors {
  publish: (note: string) => Promise<{ version: number } | { problems: Problem[] }>
  run: (request: RunRequest) => Promise<{ runId: string }>
}

export interface RunRequest {
  dryRun: boolean
  /** ISO 8601; records changed since then instead of since the last run. */
  since?: string
  /** Only these records. */
  ids?: string[]
}

export type Dialog = 'since' | 'ids' | 'note'

/** The actions of the toolbar, and which of them is under way. */
export interface FlowActions {
  busy: 'test' | 'publish' | 'run' | null
  dialog: Dialog | null
  open: (dialog: Dialog | null) => void
  test: () => void
  run: (request: Omit<RunRequest, 'dryRun'>) => void
  publish: (note: string) => void
  tidy: () => void
  exportFlow: () => void
}

interface Options extends FlowDoors {
  autosave: Autosave
  publishedVersion: number | null
}

/**
 * Joins the toolbar to the server. Nothing is published or run before every change is saved, so that
 * what happens is what is seen.
 */
export function useFlowActions({ autosave, publish, run, publishedVersion }: Options): FlowActions {
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
      const { say, setProblems, setDrawer } = editor.getState()
      if ('version' in answer) {
        say(`Version ${answer.version} is published.`)
        return true
      }
      const errors = answer.problems.filter((problem) => problem.severity === 'error').length
      setProblems(answer.problems)
      setDrawer('problems')
      say(
        `Not published: ${errors === 1 ? 'one error is' : `${errors} errors are`} in the way.`,
        'error',
      )
      return false
    }

    return {
      busy,
      dialog,
      open,
      test: () => void attempt('test', async () => void (await run({ dryRun: true }))),
      run: (request) =>
        void attempt('run', async () => {
          // Only published versions run; for a new flow that is what Run asks for.
          if (publishedVersion === null && !(await publishNow(''))) return
          await run({ ...request, dryRun: false })
        }),
      publish: (note) => void attempt('publish', async () => void (await publishNow(note))),
      async tidy() {
        const { history, edit, say } = editor.getState()
        const positions = await tidy(history.present, { layout: elkLayout })
        if (Object.keys(positions).length > 0) edit({ type: 'move-nodes', positions })
        else say('The flow is tidy already.')
      },
      exportFlow() {
        const { present } = editor.getState().history
        download(`${fileName(present.name)}.flow.json`, JSON.stringify(present, null, 2))
      },
    }
  }, [attempt, busy, dialog, editor, publish, publishedVersion, run])
}

function fileName(name: string): string {
  return (
    name
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
      .replaceAll(/^-|-$/g, '') || 'flow'
  )
}

function download(name: string, text: string) {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(new Blob([text], { type: 'application/json' }))
  link.download = name
  link.click()
  URL.revokeObjectURL(link.href)
}
