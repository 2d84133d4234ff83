import { Badge } from '@mantine/core'

interface FlowBadgeProps {
  enabled: boolean
  publishedVersion: number | null
}

/** How a flow stands: a draft, published, or enabled to run by itself. */
export function FlowBadge({ enabled, publishedVersion }: FlowBadgeProps) {
  if (publishedVersion === null) return <Badge color="gray">Draft</Badge>
  return (
    <>
      <Badge color="indigo" tt="none">
        Published v{publishedVersion}
      </Badge>
      {enabled && (
        <Badge tt="none" c="var(--done)" bg="var(--done-surface)">
          Enabled
        </Badge>
      )}
    </>
  )
}
