'use client'

import { Button, Group, Modal, Text } from '@mantine/core'
import type { Conflict } from './autosave.ts'

interface ConflictDialogProps {
  conflict: Conflict | null
  onReload: (conflict: Conflict) => void
  onExport: () => void
}

/** Shown when somebody else saved this flow first: nothing of theirs is overwritten. */
export function ConflictDialog({ conflict, onReload, onExport }: ConflictDialogProps) {
  return (
    <Modal
      opened={conflict !== null}
      onClose={() => undefined}
      withCloseButton={false}
      closeOnEscape={false}
      closeOnClickOutside={false}
      title="Somebody else changed this flow"
    >
      <Text size="sm" mb={16}>
        Your last changes were made on an older draft, so they were not saved. Load the present
        draft to go on from there. To keep your changes, export them first: what you need can be
        copied from that file and pasted on the canvas.
      </Text>
      <Group justify="end" gap={8}>
        <Button variant="default" onClick={onExport}>
          Export my version
        </Button>
        <Button onClick={() => conflict && onReload(conflict)}>Load present draft</Button>
      </Group>
    </Modal>
  )
}
