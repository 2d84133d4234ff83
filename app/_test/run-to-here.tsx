'use client'

import { Button } from '@mantine/core'
import { IconPlayerTrackNext } from '@tabler/icons-react'
import { useTests } from './tests.tsx'

/** Tests the flow up to a node, on the records of the last test, or on the newest. */
export function RunToHere({ nodeId }: { nodeId: string }) {
  const tests = useTests()
  if (!tests) return null
  return (
    <Button
      variant="default"
      leftSection={<IconPlayerTrackNext size={15} aria-hidden />}
      title="Tests the flow up to this node; nothing is written (R on the canvas)"
      disabled={tests.starting}
      onClick={() => tests.runToHere(nodeId)}
    >
      Run to here
    </Button>
  )
}
