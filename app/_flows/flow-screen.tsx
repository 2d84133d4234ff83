'use client'

import { Button } from '@mantine/core'
import { IconPlayerPlay } from '@tabler/icons-react'
import { useMutation, useQuery } from '@tanstack/react-query'
import dynamic from 'next/dynamic'
import { useMemo, useState } from 'react'
import type { Outputs } from '../_server/router.ts'
import { tellFailure } from '../_client/tell.ts'
import { useTRPC } from '../_client/trpc.tsx'
import { useMay } from '../_shell/person.tsx'
import { editorRun } from '../_runs/editor-run.ts'
import { useRunProgress } from '../_runs/use-run-progress.ts'
import { Failure } from '../_ui/failure.tsx'
import { Page } from '../_ui/page-header.tsx'
import { PickSourceContext } from '../_ui/pick-source.tsx'
import { WaitingRows } from '../_ui/waiting-rows.tsx'
import type { Screen } from '../_versions/use-screens.ts'
import { FlowRunStrip } from './flow-run-strip.tsx'
import classes from './flow-screen.module.css'
import { RealTimeNotes } from './real-time-notes.tsx'
import { useFlowActions } from './use-flow-actions.ts'
import { useProblems } from './use-problems.ts'
import { useRecordsAt } from './use-records-at.ts'
import { useTogetherDoors } from './use-together-doors.ts'

// The canvas measures the window and brings the expression engine along: the browser's work only.
const FlowEditor = dynamic(
  () => import('../_editor/flow-editor.tsx').then((module) => module.FlowEditor),
  { ssr: false, loading: () => <WaitingRows /> },
)

interface FlowScreenProps {
  flowId: string
  /** What covers the designer from the beginning. */
  opens?: Screen | null
}

/** One flow in the designer, with the progress of its present run. */
export function FlowScreen({ flowId, opens = null }: FlowScreenProps) {
  const trpc = useTRPC()
  const flow = useQuery(
    trpc.flows.byId.queryOptions(
      { flowId },
      // The designer owns the document from here on; a reload in the background would undo typing.
      { staleTime: Infinity, gcTime: 0, refetchOnWindowFocus: false, refetchOnReconnect: false },
    ),
  )
  if (flow.error) {
    return (
      <Page>
        <Failure error={flow.error} retry={() => void flow.refetch()} />
      </Page>
    )
  }
  if (!flow.data) return <WaitingRows rows={10} />
  return <OpenFlow loaded={flow.data} opens={opens} />
}

interface OpenFlowProps {
  loaded: Outputs['flows']['byId']
  opens: Screen | null
}

function OpenFlow({ loaded, opens }: OpenFlowProps) {
  const summary = useSummary(loaded.flow)
  const mayEdit = useMay('builder')
  const mayRun = useMay('operator')
  const [startedRun, setStartedRun] = useState<number | null>(null)
  const runId = startedRun ?? summary.lastRun?.id ?? null
  const run = useRunProgress(runId)
  const problems = useProblems(summary.integrationId)
  const recordsAt = useRecordsAt(run?.id ?? null)
  const pickSource = useIntegration(summary.integrationId)
  const actions = useFlowActions(summary.id, setStartedRun)
  const together = useTogetherDoors(summary.id)
  return (
    <div className={classes.screen}>
      <div className={classes.editor}>
        <PickSourceContext value={pickSource}>
          <FlowEditor
            key={summary.id}
            flow={{
              id: summary.id,
              name: summary.name,
              enabled: summary.enabled,
              publishedVersion: summary.publishedVersion,
              revision: loaded.revision,
              update: summary.update,
            }}
            opens={opens}
            document={loaded.document}
            problems={problems}
            saveEdits={actions.saveEdits}
            together={together}
            calledFlows={actions.calledFlows}
            publish={actions.publish}
            run={actions.run}
            {...editorRun(run)}
            recordsAt={recordsAt}
            readOnly={!mayEdit}
          />
        </PickSourceContext>
      </div>
      <RealTimeNotes flow={summary} onRun={setStartedRun} />
      <FlowRunStrip run={run} flowId={summary.id}>
        {mayRun && !mayEdit && <RunButton onRun={() => actions.run({ dryRun: false })} />}
      </FlowRunStrip>
    </div>
  )
}

/** For those who run flows without editing them: the designer's own button comes with editing. */
function RunButton({ onRun }: { onRun: () => Promise<unknown> }) {
  const start = useMutation({ mutationFn: onRun, onError: tellFailure })
  return (
    <Button
      leftSection={<IconPlayerPlay size={14} />}
      loading={start.isPending}
      onClick={() => start.mutate()}
    >
      Run
    </Button>
  )
}

/** The flow's state as it is now: published, enabled and run by others too. */
function useSummary(loaded: Outputs['flows']['byId']['flow']) {
  const trpc = useTRPC()
  const flows = useQuery(trpc.flows.list.queryOptions(undefined, { refetchInterval: 5_000 }))
  return flows.data?.find((one) => one.id === loaded.id) ?? loaded
}

/** What pickers in the designer ask, and what the flow inherits. */
function useIntegration(integrationId: string) {
  const trpc = useTRPC()
  const { data } = useQuery(trpc.connections.integrations.queryOptions())
  const settings = data?.find(({ id }) => id === integrationId)?.settings
  return useMemo(() => ({ integrationId, settings: settings ?? {} }), [integrationId, settings])
}
