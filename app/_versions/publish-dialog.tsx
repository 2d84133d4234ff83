'use client'

import { Button, Group, Modal, TextInput } from '@mantine/core'
import { IconAlertTriangle, IconCheck, IconPinFilled } from '@tabler/icons-react'
import { useMemo, useState } from 'react'
import { compareDocuments } from '#engine/difference/compare.ts'
import { useEditor } from '../_editor/editor-context.tsx'
import { useFlowId } from '../_editor/flow-id.ts'
import type { FlowActions } from '../_editor/use-flow-actions.ts'
import { WaitingRows } from '../_ui/waiting-rows.tsx'
import { ChangeList } from './change-list.tsx'
import { changesText } from './changes-text.ts'
import classes from './publish-dialog.module.css'
import { countsOf, useEffectOf } from './use-effect-of.ts'
import { useVersionDocument } from './use-version-document.ts'

interface PublishDialogProps {
  actions: FlowActions
  publishedVersion: number | null
}

/** What publishing changes, and a note for those who look at the version later. Enter publishes. */
export function PublishDialog({ actions, publishedVersion }: PublishDialogProps) {
  const next = (publishedVersion ?? 0) + 1
  return (
    <Modal
      opened={actions.dialog === 'publish'}
      onClose={() => actions.open(null)}
      title={`Publish version ${next}`}
      size={620}
    >
      <Content actions={actions} publishedVersion={publishedVersion} />
    </Modal>
  )
}

function Content({ actions, publishedVersion }: PublishDialogProps) {
  const [note, setNote] = useState('')
  const warnings = useEditor((state) => state.problems.length)
  const tests = useEditor((state) => state.history.present.tests.length)
  const pins = useEditor((state) => state.history.present.pins.length)
  const publish = () => {
    actions.open(null)
    actions.publish(note)
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        publish()
      }}
    >
      {publishedVersion === null ? (
        <p className={classes.first}>
          The first version of this flow. It can run by hand from now on, and by itself once it is
          enabled.
        </p>
      ) : (
        <Since version={publishedVersion} />
      )}
      <ul className={classes.checks} aria-label="Checks">
        <li data-ok={warnings === 0}>
          {warnings === 0 ? (
            <IconCheck size={14} aria-hidden />
          ) : (
            <IconAlertTriangle size={14} aria-hidden />
          )}
          {warnings === 0 ? 'No problems' : warnings === 1 ? '1 warning' : `${warnings} warnings`}
        </li>
        {tests > 0 && (
          <li data-ok>
            <IconCheck size={14} aria-hidden />
            {tests === 1 ? 'Its test passes' : `All ${tests} tests pass`}
          </li>
        )}
        {pins > 0 && (
          <li data-ok>
            <IconPinFilled size={14} aria-hidden />
            {pins === 1 ? '1 pinned output counts' : `${pins} pinned outputs count`} in tests only
          </li>
        )}
      </ul>
      <TextInput
        label="Note"
        description="What changed, and why: it stands in the list of versions."
        placeholder="Discounts become lines of their own"
        maxLength={2_000}
        data-autofocus
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
      <Group justify="end" gap={8} mt={16}>
        <Button variant="default" onClick={() => actions.open(null)}>
          Cancel
        </Button>
        <Button type="submit">Publish</Button>
      </Group>
    </form>
  )
}

function Since({ version }: { version: number }) {
  const flowId = useFlowId()
  const draft = useEditor((state) => state.history.present)
  const before = useVersionDocument(flowId, version)
  const comparison = useMemo(
    () => (before.document ? compareDocuments(before.document, draft) : null),
    [before.document, draft],
  )
  const ready = comparison !== null && comparison.count > 0
  const effect = useEffectOf({ flowId, before: version, after: 'draft', limit: 200, ready })
  const countOf = useMemo(() => countsOf(effect.data), [effect.data])
  const changed = effect.data?.nodes.reduce((sum, node) => Math.max(sum, node.changed), 0) ?? 0
  if (before.error) return null
  if (!comparison) return <WaitingRows rows={3} />
  return (
    <section className={classes.since} aria-label={`Changes since version ${version}`}>
      <h3 className={classes.title}>
        {changesText(comparison.count)} since version {version}
        {effect.data && effect.data.records > 0 && (
          <span className={classes.effect}>
            {changed === 0
              ? `none of the last ${effect.data.records.toLocaleString()} records would come out otherwise`
              : `${changed.toLocaleString()} of the last ${effect.data.records.toLocaleString()} records would come out otherwise`}
          </span>
        )}
      </h3>
      {comparison.count > 0 && (
        <div className={classes.changes} tabIndex={0} role="group" aria-label="What changes">
          <ChangeList comparison={comparison} countOf={countOf} />
        </div>
      )}
    </section>
  )
}
