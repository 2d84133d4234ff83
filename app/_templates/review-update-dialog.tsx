'use client'

import { Modal } from '@mantine/core'
import { IconCheck } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useTRPC } from '../_client/trpc.tsx'
import { useEditor } from '../_editor/editor-context.tsx'
import { useFlowId } from '../_editor/flow-id.ts'
import { EmptyState } from '../_ui/empty-state.tsx'
import { Failure } from '../_ui/failure.tsx'
import { WaitingRows } from '../_ui/waiting-rows.tsx'
import { ReviewUpdate } from './review-update.tsx'

interface ReviewUpdateDialogProps {
  opened: boolean
  onClose: () => void
}

/** Over the whole designer: what the template's newer version brings, beside what was changed here. */
export function ReviewUpdateDialog({ opened, onClose }: ReviewUpdateDialogProps) {
  return (
    <Modal
      fullScreen
      opened={opened}
      onClose={onClose}
      title="Review update"
      closeButtonProps={{ 'aria-label': 'Close review' }}
      padding={0}
      styles={{
        content: { display: 'flex', flexDirection: 'column' },
        header: { padding: '6px 16px', minHeight: 48, borderBottom: '1px solid var(--line)' },
        body: { flex: 1, minHeight: 0 },
      }}
    >
      <Loaded onClose={onClose} />
    </Modal>
  )
}

function Loaded({ onClose }: Pick<ReviewUpdateDialogProps, 'onClose'>) {
  const trpc = useTRPC()
  const flowId = useFlowId()
  const template = useEditor((state) => state.history.present.template)
  const update = useQuery(trpc.versions.update.queryOptions({ flowId }, { gcTime: 0 }))
  if (update.error) return <Failure error={update.error} retry={() => void update.refetch()} />
  if (update.isPending) return <WaitingRows rows={8} />
  const { data } = update
  // The draft here may be ahead of the stored one, such as right after the update.
  if (data === null || (template?.version ?? 0) >= data.to) {
    return (
      <EmptyState icon={IconCheck} title="Up to date">
        This flow has the newest version of its template.
      </EmptyState>
    )
  }
  const { base } = data
  if (base === null) {
    return (
      <EmptyState icon={IconCheck} title="Not known any more">
        Nobody knows how version {data.from} of “{data.title}” looked, so your changes cannot be
        told from the template’s. Use the template anew and copy over what you need.
      </EmptyState>
    )
  }
  return <ReviewUpdate update={{ ...data, base }} onClose={onClose} />
}
