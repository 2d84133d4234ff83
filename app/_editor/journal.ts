import { z } from 'zod'
import { flowEditSchema, type FlowEdit } from '#engine/graph/edit.ts'

const entrySchema = z.object({
  revision: z.number().int(),
  edits: z.array(flowEditSchema).min(1),
})

/** Edits that the server has not confirmed, and the revision they were made on. */
export interface JournalEntry {
  revision: number
  edits: FlowEdit[]
}

/** Keeps unsaved edits in the browser, so that a closed tab or a crash loses nothing. */
export interface Journal {
  read: () => JournalEntry | null
  write: (entry: JournalEntry) => void
  clear: () => void
}

/** The journal of one flow in the browser's local storage. Where that is full or off, it is empty. */
export function flowJournal(flowId: string, storage: Storage): Journal {
  const key = `tributary.unsaved.${flowId}`
  return {
    read: () => attempt(() => parseEntry(storage.getItem(key))) ?? null,
    write: (entry) => attempt(() => storage.setItem(key, JSON.stringify(entry))),
    clear: () => attempt(() => storage.removeItem(key)),
  }
}

function parseEntry(text: string | null): JournalEntry | null {
  if (text === null) return null
  const parsed = entrySchema.safeParse(JSON.parse(text))
  return parsed.success ? parsed.data : null
}

function attempt<T>(work: () => T): T | undefined {
  try {
    return work()
  } catch {
    return undefined
  }
}
