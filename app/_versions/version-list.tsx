'use client'

import { Button, Modal, Text } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import Link from 'next/link'
import { useState } from 'react'
import type { FlowDocument } from '#engine/graph/schema.ts'
import type { Outputs } from '../_server/router.ts'
import { tellFailure } from '../_client/tell.ts'
import { useTRPC } from '../_client/trpc.tsx'
import { useEditor } from '../_editor/editor-context.tsx'
import { DialogButtons } from '../_ui/dialog-buttons.tsx'
import { Time } from '../_ui/time.tsx'
import { changesText } from './changes-text.ts'
import type { VersionRef } from './use-effect-of.ts'
import classes from './version-list.module.css'

type History = Outputs['versions']['history']
type Version = History['versions'][number]

interface Pair {
  before: VersionRef
  after: VersionRef
}

interface VersionListProps {
  flowId: string
  history: History
  /** Changes of the draft since the published version; null while that is not known. */
  unpublished: number | null
  pair: Pair
  onCompare: (pair: Pair) => void
  onRestore: (version: number, document: FlowDocument) => void
}

/** The draft, then every version, newest first: note, who, when, and the runs that executed it. */
export function VersionList(props: VersionListProps) {
  const { flowId, history, unpublished, pair, onCompare, onRestore } = props
  const readOnly = useEditor((state) => state.readOnly)
  const [asked, setAsked] = useState<number | null>(null)
  const { draft, publishedVersion, versions } = history
  return (
    <nav className={classes.list} aria-label="List of versions">
      <ol className={classes.items}>
        <li className={classes.item} data-chosen={pair.after === 'draft' || undefined}>
          <div className={classes.head}>
            <b>Draft</b>
          </div>
          {unpublished !== null && publishedVersion !== null && (
            <p className={classes.note}>
              {changesText(unpublished)} since version {publishedVersion}
            </p>
          )}
          <p className={classes.about}>
            {draft.updatedBy && `${draft.updatedBy} · `}
            <Time at={draft.updatedAt} />
          </p>
        </li>
        {versions.map((version) => (
          <li
            key={version.number}
            className={classes.item}
            data-chosen={isIn(pair, version.number) || undefined}
          >
            <div className={classes.head}>
              <b>Version {version.number}</b>
              {version.number === publishedVersion && (
                <span className={classes.runs}>runs now</span>
              )}
            </div>
            {version.note !== '' && <p className={classes.note}>{version.note}</p>}
            <p className={classes.about}>
              {version.publishedBy && `${version.publishedBy} · `}
              <Time at={version.publishedAt} />
            </p>
            <p className={classes.about}>
              <Runs version={version} />
            </p>
            <div className={classes.actions}>
              <Button
                size="compact-xs"
                variant="default"
                aria-label={`Compare version ${version.number}`}
                onClick={() => onCompare({ before: version.number, after: 'draft' })}
              >
                Compare
              </Button>
              {!readOnly && (
                <Button
                  size="compact-xs"
                  variant="default"
                  aria-label={`Restore version ${version.number}`}
                  onClick={() => setAsked(version.number)}
                >
                  Restore
                </Button>
              )}
            </div>
          </li>
        ))}
      </ol>
      <AskRestore
        flowId={flowId}
        version={asked}
        onClose={() => setAsked(null)}
        onRestore={onRestore}
      />
    </nav>
  )
}

function isIn({ before, after }: Pair, number: number): boolean {
  return before === number || after === number
}

function Runs({ version }: { version: Version }) {
  const { runs, lastRun } = version
  if (!lastRun) return 'Has not run'
  return (
    <>
      {runs === 1 ? '1 run' : `${runs.toLocaleString()} runs`}, last{' '}
      <Link href={`/runs/${lastRun.id}`}>run {lastRun.id}</Link>, <Time at={lastRun.at} />
    </>
  )
}

interface AskRestoreProps {
  flowId: string
  /** The version that is asked for; null = nothing is asked. */
  version: number | null
  onClose: () => void
  onRestore: (version: number, document: FlowDocument) => void
}

function AskRestore({ flowId, version, onClose, onRestore }: AskRestoreProps) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const [pending, setPending] = useState(false)
  const restore = async () => {
    if (version === null) return
    setPending(true)
    const asked = trpc.versions.document.queryOptions({ flowId, version })
    const document = await queryClient.fetchQuery(asked).catch(tellFailure)
    setPending(false)
    onClose()
    if (document) onRestore(version, document)
  }
  return (
    <Modal
      opened={version !== null}
      onClose={onClose}
      title={version === null ? '' : `Restore version ${version}?`}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault()
          void restore()
        }}
      >
        <Text size="sm" mb={16}>
          The draft becomes what version {version} is. Nothing runs differently until you publish,
          and Undo takes it back.
        </Text>
        <DialogButtons submit="Restore" pending={pending} onClose={onClose} />
      </form>
    </Modal>
  )
}
