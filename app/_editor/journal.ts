import { z } from 'zod'
import { documentChangeSchema } from '#engine/graph/document-change.ts'
import { flowDocumentSchema, flowEdgeSchema } from '#engine/graph/schema.ts'

const changes = z.array(documentChangeSchema)

const conflictSchema = z.object({
  place: z.string(),
  change: documentChangeSchema,
  other: documentChangeSchema,
  words: z.string(),
  bypasses: z
    .array(
      z.object({
        key: z.string(),
        edge: flowEdgeSchema,
        after: z.string().nullable(),
        over: z.array(z.string()),
      }),
    )
    .default([]),
})

const entrySchema = z.object({
  revision: z.number().int(),
  /** What leads from the draft of that revision to what is on the screen. */
  changes,
  /** The request that the server has not answered yet. */
  sent: z.object({ saveId: z.string(), changes }).nullable(),
  /** What the person has still to choose. */
  conflicts: z.array(conflictSchema),
})

const baseSchema = z.object({ revision: z.number().int(), document: flowDocumentSchema })

/** The draft as the server has it, and its revision. */
export type Draft = z.infer<typeof baseSchema>

/** What the server has not confirmed, and the draft that it was made on. */
export interface JournalEntry extends Omit<z.infer<typeof entrySchema>, 'revision'> {
  base: Draft
}

/** Keeps what is unsaved in the browser, so that a closed tab or a crash loses nothing. */
export interface Journal {
  write: (entry: JournalEntry) => void
  clear: () => void
}

const PREFIX = 'tributary.unsaved'

/**
 * The journal of one flow in one browser tab, in the browser's local storage. Where that is full or
 * off, it is empty. The draft is written when it is another one, the changes each time.
 */
export function flowJournal(flowId: string, tab: string, storage: Storage): Journal {
  const key = `${PREFIX}.${flowId}.${tab}`
  let written: Draft | null = null
  return {
    write({ base, ...entry }) {
      attempt(() => {
        if (written !== base) storage.setItem(`${key}.base`, JSON.stringify(base))
        written = base
        storage.setItem(key, JSON.stringify({ revision: base.revision, ...entry }))
      })
    },
    clear() {
      written = null
      attempt(() => forget(key, storage))
    },
  }
}

/** What one tab that is gone has left of a flow, and the way to forget it once it is safe elsewhere. */
export interface LeftEntry {
  /** Null for one that cannot be read: it stays where it is until the person has seen to it. */
  entry: JournalEntry | null
  /** As it is stored, to be kept elsewhere. */
  text: () => string
  forget: () => void
}

/** Finds what tabs that are gone have left of a flow; `alive` names the tabs that are not. */
export function findLeftEntries(
  flowId: string,
  alive: ReadonlySet<string>,
  storage: Storage,
): LeftEntry[] {
  const start = `${PREFIX}.${flowId}.`
  return (attempt(() => keysOf(storage)) ?? [])
    .filter((key) => key.startsWith(start))
    .filter((key) => {
      const tab = key.slice(start.length)
      return !tab.includes('.') && !alive.has(tab)
    })
    .map((key) => ({
      entry: attempt(() => readEntry(key, storage)) ?? null,
      text: () => JSON.stringify([key, `${key}.base`].map((one) => storage.getItem(one))),
      forget: () => void attempt(() => forget(key, storage)),
    }))
}

function keysOf(storage: Storage): string[] {
  return Array.from({ length: storage.length }, (_, index) => storage.key(index) ?? '')
}

function readEntry(key: string, storage: Storage): JournalEntry {
  const { revision, ...entry } = entrySchema.parse(JSON.parse(storage.getItem(key) ?? 'null'))
  const base = baseSchema.parse(JSON.parse(storage.getItem(`${key}.base`) ?? 'null'))
  if (base.revision !== revision)
    throw new Error('The draft that the changes were made on is lost.')
  return { base, ...entry }
}

function forget(key: string, storage: Storage) {
  storage.removeItem(key)
  storage.removeItem(`${key}.base`)
}

function attempt<T>(work: () => T): T | undefined {
  try {
    return work()
  } catch {
    return undefined
  }
}
