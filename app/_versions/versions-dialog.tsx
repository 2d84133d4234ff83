'use client'

import { Modal } from '@mantine/core'
import { useEffect, useState } from 'react'
import { documentChanges } from '#engine/graph/changes.ts'
import type { FlowDocument } from '#engine/graph/schema.ts'
import { useStores } from '../_editor/editor-context.tsx'
import { useFlowId } from '../_editor/flow-id.ts'
import { VersionsScreen } from './versions-screen.tsx'

interface VersionsDialogProps {
  opened: boolean
  onClose: () => void
  /** Saves what is not saved yet; false when that failed. */
  flush: () => Promise<boolean>
}

/** Over the whole designer: the flow's versions, how two of them differ, and the way back to one. */
export function VersionsDialog({ opened, onClose, flush }: VersionsDialogProps) {
  const { editor } = useStores()
  const flowId = useFlowId()
  const saved = useSaved(opened, flush)
  const restore = (version: number, document: FlowDocument) => {
    const { history, edit, say } = editor.getState()
    const { name, called } = history.present
    // What it is called, and what it calls, is not part of going back.
    const changes = documentChanges(history.present, { ...document, name, called })
    if (changes.length === 0) return say(`The draft is the same as version ${version} already.`)
    if (!edit({ type: 'change', changes })) return
    onClose()
    say(`The draft is version ${version} again. Undo takes that back; Publish makes it run.`)
  }
  return (
    <Modal
      fullScreen
      opened={opened}
      onClose={onClose}
      title="Versions"
      closeButtonProps={{ 'aria-label': 'Close versions' }}
      padding={0}
      styles={{
        content: { display: 'flex', flexDirection: 'column' },
        header: { padding: '6px 16px', minHeight: 48, borderBottom: '1px solid var(--line)' },
        body: { flex: 1, minHeight: 0 },
      }}
    >
      <VersionsScreen flowId={flowId} saved={saved} onRestore={restore} />
    </Modal>
  )
}

/** True once the server has the draft as it is here: it is what tries it on records. */
function useSaved(opened: boolean, flush: () => Promise<boolean>): boolean {
  const [saved, setSaved] = useState(false)
  useEffect(() => {
    if (!opened) return setSaved(false)
    let current = true
    void flush().then((done) => current && setSaved(done))
    return () => {
      current = false
    }
  }, [opened, flush])
  return saved
}
