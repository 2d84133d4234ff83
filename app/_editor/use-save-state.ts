'use client'

import { useSyncExternalStore } from 'react'
import type { SaveState } from './autosave.ts'
import type { OpenEditor } from './open-editor.ts'

/** Whether the changes have reached the server, as it is now. */
export function useSaveState(opened: OpenEditor): SaveState {
  return useSyncExternalStore(opened.onSaved, opened.saved, opened.saved)
}
