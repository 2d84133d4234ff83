'use client'

import { Button, CloseButton } from '@mantine/core'
import { IconFlask, IconRefresh } from '@tabler/icons-react'
import Link from 'next/link'
import { useState } from 'react'
import type { Outputs } from '../_server/router.ts'
import { useEditor } from '../_editor/editor-context.tsx'
import { cardOf } from '../_runs/node-counts.ts'
import { CancelRun } from '../_runs/cancel-run.tsx'
import { EmptyState } from '../_ui/empty-state.tsx'
import { isActive, RunBadge } from '../_ui/run-badge.tsx'
import { Time } from '../_ui/time.tsx'
import { WaitingRows } from '../_ui/waiting-rows.tsx'
import { ResultDetail } from './result-detail.tsx'
import { ResultList } from './result-list.tsx'
import classes from './test-results.module.css'
import { useTests, type Place, type Tests } from './tests.tsx'
import { useTest, type TestResults as Results, type TestedRecord } from './use-test.ts'
import { countsText, verdictOf, type Verdict } from './verdicts.ts'
import { VerdictTabs } from './verdict-tabs.tsx'

/** The last test of the draft: what would become of each record, and the way of the chosen one. */
export function TestResults() {
  const tests = useTests()
  if (tests === null || (tests.runId === null && !tests.starting)) {
    return (
      <EmptyState icon={IconFlask} title="Not tested yet">
        Press Test: the draft runs on real records or samples, and nothing is written.
      </EmptyState>
    )
  }
  if (tests.runId === null) return <WaitingRows rows={4} />
  return <Shown tests={tests} runId={tests.runId} />
}

function Shown({ tests, runId }: { tests: Tests; runId: number }) {
  const { run, results, stale, error } = useTest(runId)
  const [verdict, setVerdict] = useState<Verdict | null>(null)
  const node = useChosenNode()
  if (error) return <p className={classes.failure}>{error.message}</p>
  if (!run || !results) return <WaitingRows rows={4} />
  const shown = results.records.filter(
    (record) => (!verdict || verdictOf(record) === verdict) && (!node || cameTo(record, node.id)),
  )
  const chosen = shown.find((record) => isAt(record, tests.chosen)) ?? shown[0]
  return (
    <div className={classes.results}>
      <Head run={run} results={results} tests={tests} stale={stale.size > 0}>
        <VerdictTabs counts={results.counts} value={verdict} onChange={setVerdict} />
        {node && <NodeFilter name={node.name} />}
      </Head>
      {run.failure && <p className={classes.failure}>{run.failure}</p>}
      {results.records.length === 0 && <Nothing run={run} />}
      {results.records.length > 0 && (
        <div className={classes.body}>
          <ResultList
            records={shown}
            chosen={chosen ?? null}
            onChoose={tests.choose}
            stale={stale}
          />
          {chosen && (
            <ResultDetail
              key={`${runId} ${chosen.page}.${chosen.position} ${node?.id ?? ''}`}
              runId={runId}
              record={chosen}
              stale={stale}
              node={node?.id ?? null}
            />
          )}
        </div>
      )}
    </div>
  )
}

interface HeadProps {
  run: Outputs['runs']['byId']
  results: Results
  tests: Tests
  stale: boolean
  children: React.ReactNode
}

function Head({ run, results, tests, stale, children }: HeadProps) {
  const active = isActive(run.state)
  return (
    <div className={classes.head}>
      {children}
      <span className={classes.space} />
      <span className={classes.hidden} role="status" aria-label="Test state">
        {active ? 'Testing: ' : 'Tested: '}
        {countsText(results.counts) || 'no record yet'}
      </span>
      {stale && !active && <span className={classes.stale}>Changed since this test</span>}
      {run.state !== 'done' && <RunBadge state={run.state} counts={run.counts} />}
      <span className={classes.about}>
        <Link href={`/runs/${run.id}`}>Run {run.id}</Link> <Time at={run.createdAt} />
      </span>
      {active ? (
        <CancelRun run={run} />
      ) : (
        <Button
          size="xs"
          variant={stale ? 'filled' : 'default'}
          leftSection={<IconRefresh size={14} aria-hidden />}
          loading={tests.starting}
          title="The same records once more; only what has changed is run (Ctrl+Enter)"
          onClick={tests.again}
        >
          Test again
        </Button>
      )}
    </div>
  )
}

function NodeFilter({ name }: { name: string }) {
  const select = useEditor((state) => state.select)
  return (
    <span className={classes.filter}>
      at <b>{name}</b>
      <CloseButton
        size="xs"
        aria-label="Show the records of all nodes"
        title="Show the records of all nodes"
        onClick={() => select([])}
      />
    </span>
  )
}

function Nothing({ run }: { run: Outputs['runs']['byId'] }) {
  if (isActive(run.state)) return <WaitingRows rows={4} />
  return (
    <EmptyState icon={IconFlask} title="No record was tested">
      The source has no record that fits. Test with other ids, an earlier date, or on samples.
    </EmptyState>
  )
}

/** The node chosen on the canvas, unless it is a source, to which all records come. */
function useChosenNode() {
  const id = useEditor((state) => (state.selected.length === 1 ? state.selected[0] : undefined))
  const node = useEditor((state) => state.history.present.nodes.find((one) => one.id === id))
  const follows = useEditor((state) => state.history.present.edges.some((edge) => edge.to === id))
  return node && follows ? node : null
}

function cameTo(record: TestedRecord, id: string): boolean {
  return record.nodes.some((node) => cardOf(node) === id)
}

function isAt(record: TestedRecord, place: Place | null): boolean {
  return record.page === place?.page && record.position === place.position
}
