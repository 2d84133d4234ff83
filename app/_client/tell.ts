import { notifications } from '@mantine/notifications'

/** Says that something was done. */
export function tellDone(message: string): void {
  notifications.show({ message, color: 'teal' })
}

/** Says why something was not done; stays until it is closed. */
export function tellFailure(error: { message: string }): void {
  notifications.show({ message: error.message, color: 'red', autoClose: false })
}
