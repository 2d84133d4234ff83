import type { FlowDocument } from '#engine/graph/schema.ts'

/** Documents share all that did not change, so that a stack of them is small. */
export interface History {
  past: readonly FlowDocument[]
  present: FlowDocument
  future: readonly FlowDocument[]
  /** What the last step was for and when it was last added to; null once it is closed. */
  open: { intent: string; at: number } | null
}

/** A pause that long, in ms, ends a step: what is typed after it is undone apart. */
const STEP_PAUSE = 1_000
const MOST_STEPS = 200

/** A history that nothing can be undone in. */
export function startHistory(document: FlowDocument): History {
  return { past: [], present: document, future: [], open: null }
}

/**
 * Adds a change. Changes of one intent (typing in one field, moving the same nodes) within a second
 * of each other are one step; an intent of null is always a step of its own. `at` is in ms.
 */
export function record(
  history: History,
  document: FlowDocument,
  { intent, at }: { intent: string | null; at: number },
): History {
  if (document === history.present) return history
  const open = intent === null ? null : { intent, at }
  const joins =
    history.open !== null &&
    history.open.intent === intent &&
    at - history.open.at < STEP_PAUSE &&
    history.future.length === 0
  if (joins) return { ...history, present: document, open }
  const past = [...history.past, history.present].slice(-MOST_STEPS)
  return { past, present: document, future: [], open }
}

/** Goes one step back; the same history when there is none. */
export function undo(history: History): History {
  const present = history.past.at(-1)
  if (!present) return history
  const future = [history.present, ...history.future]
  return { past: history.past.slice(0, -1), present, future, open: null }
}

/** Takes back the last undo; the same history when there is none. */
export function redo(history: History): History {
  const [present, ...future] = history.future
  if (!present) return history
  return { past: [...history.past, history.present], present, future, open: null }
}
