import { Button, Group } from '@mantine/core'

interface DialogButtonsProps {
  /** What the form does when it is sent: the label of its button. */
  submit: string
  pending: boolean
  onClose: () => void
}

/** The foot of a form in a dialog: leave it, or send it. */
export function DialogButtons({ submit, pending, onClose }: DialogButtonsProps) {
  return (
    <Group justify="flex-end" gap="xs">
      <Button variant="default" onClick={onClose}>
        Cancel
      </Button>
      <Button type="submit" loading={pending}>
        {submit}
      </Button>
    </Group>
  )
}
