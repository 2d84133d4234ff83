import { mergeDocuments } from '#engine/graph/merge.ts'
import type { FlowDocument } from '#engine/graph/schema.ts'

/** What one step of a person's changed. Documents share all that did not change, so that a stack of them is small. */
interface Step {
  before: FlowDocument
  after: FlowDocument
}

export interface History {
  past: readonly Step[]
  present: FlowDocument
  future: readonly Step[]
  /** What the last step was for and when it was last added to; null once it is closed. */
  open: { intent: string; at: number } | null
}

export interface Stepped {
  history: History
  /** What could not be taken back, in sentences: somebody else has changed it since. */
  kept: string[]
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
  const last = history.past.at(-1)
  const joins =
    last !== undefined &&
    history.open !== null &&
    history.open.intent === intent &&
    at - history.open.at < STEP_PAUSE &&
    history.future.length === 0
  const before = joins ? last.before : history.present
  const past = joins ? history.past.slice(0, -1) : history.past
  const steps = [...past, { before, after: document }].slice(-MOST_STEPS)
  return { past: steps, present: document, future: [], open }
}

/**
 * Takes back one's own last step and nothing that others have changed since; the same history when
 * there is no step.
 */
export function undo(history: History): Stepped {
  const step = history.past.at(-1)
  if (!step) return { history, kept: [] }
  const { document, kept } = turn(history.present, { from: step.after, to: step.before })
  const past = history.past.slice(0, -1)
  return {
    history: { past, present: document, future: [step, ...history.future], open: null },
    kept,
  }
}

/** Takes back the last undo; the same history when there is none. */
export function redo(history: History): Stepped {
  const [step, ...future] = history.future
  if (!step) return { history, kept: [] }
  const { document, kept } = turn(history.present, { from: step.before, to: step.after })
  const past = [...history.past, step]
  return { history: { past, present: document, future, open: null }, kept }
}

/**
 * Goes on with a document that holds what others have changed. It is no step; a step that is being
 * made (typing on in one field) goes on, and does not take their changes back either.
 */
export function absorb(history: History, document: FlowDocument): History {
  const last = history.past.at(-1)
  if (!history.open || !last) return { ...history, present: document, open: null }
  const sides = { base: last.after, mine: last.before, theirs: document }
  const carried = mergeDocuments(sides)
  // They changed the very field that is being typed in: the step ends here.
  if (carried.conflicts.length > 0) return { ...history, present: document, open: null }
  const step = { before: carried.document, after: document }
  return { ...history, past: [...history.past.slice(0, -1), step], present: document }
}

function turn(
  present: FlowDocument,
  { from, to }: { from: FlowDocument; to: FlowDocument },
): { document: FlowDocument; kept: string[] } {
  const merged = mergeDocuments({ base: from, mine: present, theirs: to })
  return {
    document: merged.document,
    kept: [...merged.conflicts.map(({ words }) => words), ...merged.notes],
  }
}
