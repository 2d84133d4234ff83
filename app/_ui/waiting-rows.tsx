import { Skeleton, Stack } from '@mantine/core'

/** Grey lines where rows will be. */
export function WaitingRows({ rows = 6 }: { rows?: number }) {
  return (
    <Stack gap={10} p="md" role="status" aria-busy="true" aria-label="Loading">
      {Array.from({ length: rows }, (_, index) => (
        <Skeleton key={index} height={14} width={`${96 - ((index * 17) % 38)}%`} radius="sm" />
      ))}
    </Stack>
  )
}
