import { isTRPCClientError } from '@trpc/client'
import type { SaveAnswer } from '../_editor/autosave.ts'
import type { AppRouter, Outputs } from '../_server/router.ts'

/**
 * What the server says to a save, as the designer knows it. Rejects when it did not get there, or
 * may be taken another time; what is wrong in itself is refused.
 */
export async function saveAnswer(
  saving: Promise<Outputs['flows']['saveEdits']>,
): Promise<SaveAnswer> {
  try {
    const saved = await saving
    return saved.ok ? { revision: saved.revision } : { conflict: saved.conflict }
  } catch (error) {
    if (isTRPCClientError<AppRouter>(error) && error.data?.code === 'BAD_REQUEST') {
      return { refused: error.message }
    }
    throw error
  }
}
