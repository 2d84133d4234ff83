'use client'

import { Select, Tabs } from '@mantine/core'
import { IconArrowRight, IconHistory } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { compareDocuments } from '#engine/difference/compare.ts'
import type { FlowDocument } from '#engine/graph/schema.ts'
import type { Outputs } from '../_server/router.ts'
import { useTRPC } from '../_client/trpc.tsx'
import { useEditor } from '../_editor/editor-context.tsx'
import { EmptyState } from '../_ui/empty-state.tsx'
import { Failure } from '../_ui/failure.tsx'
import { WaitingRows } from '../_ui/waiting-rows.tsx'
import { ChangeList } from './change-list.tsx'
import { changesText } from './changes-text.ts'
import { CompareCanvas } from './compare-canvas.tsx'
import { EffectPanel } from './effect-panel.tsx'
import { countsOf, useEffectOf, type VersionRef } from './use-effect-of.ts'
import { useVersionDocument } from './use-version-document.ts'
import { VersionList } from './version-list.tsx'
import classes from './versions-screen.module.css'

type History = Outputs['versions']['history']

interface VersionsScreenProps {
  flowId: string
  /** The server has the draft as it is here. */
  saved: boolean
  onRestore: (version: number, document: FlowDocument) => void
}

/** The list of versions at the left, two of them compared at the right. */
export function VersionsScreen({ flowId, saved, onRestore }: VersionsScreenProps) {
  const trpc = useTRPC()
  const history = useQuery(trpc.versions.history.queryOptions({ flowId }, { gcTime: 0 }))
  if (history.error) {
    return <Failure error={history.error} retry={() => void history.refetch()} />
  }
  if (!history.data) return <WaitingRows rows={8} />
  if (history.data.versions.length === 0) {
    return (
      <EmptyState icon={IconHistory} title="No version yet">
        Publish the flow: that freezes the draft as version 1, and only versions run.
      </EmptyState>
    )
  }
  return <Loaded flowId={flowId} history={history.data} saved={saved} onRestore={onRestore} />
}

function Loaded(props: VersionsScreenProps & { history: History }) {
  const { flowId, history, saved, onRestore } = props
  const [pair, setPair] = useState<{ before: VersionRef; after: VersionRef }>({
    before: history.publishedVersion ?? history.versions[0]?.number ?? 1,
    after: 'draft',
  })
  const published = useVersionDocument(flowId, history.publishedVersion)
  const draft = useEditor((state) => state.history.present)
  const unpublished = useMemo(
    () => (published.document ? compareDocuments(published.document, draft).count : null),
    [published.document, draft],
  )
  return (
    <div className={classes.screen}>
      <VersionList
        flowId={flowId}
        history={history}
        unpublished={unpublished}
        pair={pair}
        onCompare={setPair}
        onRestore={onRestore}
      />
      <div className={classes.main}>
        <Pair history={history} pair={pair} onChange={setPair} />
        <Compared key={`${pair.before} ${pair.after}`} flowId={flowId} pair={pair} saved={saved} />
      </div>
    </div>
  )
}

interface PairProps {
  history: History
  pair: { before: VersionRef; after: VersionRef }
  onChange: (pair: { before: VersionRef; after: VersionRef }) => void
}

function Pair({ history, pair, onChange }: PairProps) {
  const data = [
    { value: 'draft', label: 'Draft' },
    ...history.versions.map(({ number }) => ({
      value: String(number),
      label:
        number === history.publishedVersion ? `Version ${number} (runs now)` : `Version ${number}`,
    })),
  ]
  const chosen = (value: string | null): VersionRef => (value === 'draft' ? 'draft' : Number(value))
  return (
    <div className={classes.pair}>
      <h2 className={classes.title}>Compare</h2>
      <Select
        aria-label="Before"
        w={170}
        allowDeselect={false}
        data={data}
        value={String(pair.before)}
        onChange={(value) => onChange({ ...pair, before: chosen(value) })}
      />
      <IconArrowRight size={16} aria-hidden />
      <Select
        aria-label="After"
        w={170}
        allowDeselect={false}
        data={data}
        value={String(pair.after)}
        onChange={(value) => onChange({ ...pair, after: chosen(value) })}
      />
    </div>
  )
}

interface ComparedProps {
  flowId: string
  pair: { before: VersionRef; after: VersionRef }
  saved: boolean
}

function Compared({ flowId, pair, saved }: ComparedProps) {
  const before = useVersionDocument(flowId, pair.before)
  const after = useVersionDocument(flowId, pair.after)
  const [chosen, setChosen] = useState<string | null>(null)
  const [limit, setLimit] = useState(200)
  const comparison = useMemo(
    () =>
      before.document && after.document ? compareDocuments(before.document, after.document) : null,
    [before.document, after.document],
  )
  const ready = saved && comparison !== null && comparison.count > 0
  const effect = useEffectOf({ flowId, ...pair, limit, ready })
  const countOf = useMemo(() => countsOf(effect.data), [effect.data])
  const error = before.error ?? after.error
  if (error) return <Failure error={error} />
  if (!comparison || !before.document || !after.document) return <WaitingRows rows={8} />
  return (
    <div className={classes.compared}>
      <CompareCanvas
        before={before.document}
        after={after.document}
        comparison={comparison}
        chosen={chosen}
        onChoose={setChosen}
      />
      <aside className={classes.side} aria-label="What differs">
        <Tabs defaultValue="changes" className={classes.tabs} keepMounted={false}>
          <Tabs.List>
            <Tabs.Tab value="changes">{changesText(comparison.count)}</Tabs.Tab>
            <Tabs.Tab value="effect" disabled={comparison.count === 0}>
              Effect on records
            </Tabs.Tab>
          </Tabs.List>
          <Tabs.Panel value="changes" className={classes.panel} tabIndex={0}>
            {comparison.count === 0 ? (
              <p className={classes.same}>They are the same, but for where nodes stand.</p>
            ) : (
              <ChangeList
                comparison={comparison}
                chosen={chosen}
                onChoose={setChosen}
                countOf={countOf}
              />
            )}
          </Tabs.Panel>
          <Tabs.Panel value="effect" className={classes.panel} tabIndex={0}>
            <EffectPanel query={effect} limit={limit} onLimit={setLimit} />
          </Tabs.Panel>
        </Tabs>
      </aside>
    </div>
  )
}
