'use client'

import { Alert, Button, Group } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'

/** A question to the server that got no answer: the sentence, and another try. */
export function Failure({ error, retry }: { error: { message: string }; retry?: () => void }) {
  return (
    <Alert color="red" variant="light" icon={<IconAlertTriangle size={18} />} role="alert" my="md">
      <Group justify="space-between" gap="md">
        <span style={{ whiteSpace: 'pre-wrap' }}>{error.message}</span>
        {retry && (
          <Button variant="default" onClick={retry}>
            Try again
          </Button>
        )}
      </Group>
    </Alert>
  )
}
