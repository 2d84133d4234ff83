import { Button } from '@mantine/core'
import { IconBookmark } from '@tabler/icons-react'
import Link from 'next/link'
import type { Outputs } from '../_server/router.ts'

type Trace = Outputs['records']['trace']

interface UseAsSampleProps {
  record: Trace['record']
  nodeId: string
}

/** Leads to the designer, where the record as it came to this node can be kept as a sample. */
export function UseAsSample({ record, nodeId }: UseAsSampleProps) {
  const { flowId, runId, page, position } = record
  // Nodes of a called flow are in another document, whose versions this record does not tell.
  if (nodeId.includes('/')) return null
  const query = new URLSearchParams({ node: nodeId, sample: `${runId}.${page}.${position}` })
  return (
    <Button
      component={Link}
      href={`/flows/${encodeURIComponent(flowId)}?${query.toString()}`}
      variant="default"
      size="compact-xs"
      leftSection={<IconBookmark size={13} aria-hidden />}
    >
      Use as sample
    </Button>
  )
}
