import { missingCalls } from '#engine/graph/called-names.ts'
import type { CalledFlow } from '#engine/graph/schema.ts'
import type { EditorStore } from './store.ts'

interface FollowedCalls {
  /** Asks for all that is missing, also for what was not there the last time. */
  load: () => Promise<void>
  stop: () => void
}

/** A name that is typed is asked for when it is finished, in ms. */
const SETTLED = 250

/**
 * Keeps the flows that are called in the document, whoever adds a call and however: without them
 * a call is an error. They are no part of the draft, so that is neither a step nor anything to save.
 */
export function followCalls(
  editor: EditorStore,
  calledFlows: (names: string[]) => Promise<Record<string, CalledFlow>>,
): FollowedCalls {
  const asked = new Set<string>()
  let timer: ReturnType<typeof setTimeout> | undefined
  const missing = () => missingCalls(editor.getState().history.present)
  const fresh = () => missing().filter((name) => !asked.has(name))

  async function ask(names: string[]) {
    if (names.length === 0) return
    for (const name of names) asked.add(name)
    try {
      const found = await calledFlows(names)
      if (Object.keys(found).length === 0) return
      const { history, absorb } = editor.getState()
      absorb({ ...history.present, called: { ...found, ...history.present.called } })
    } catch {
      // The server may answer the next time.
      for (const name of names) asked.delete(name)
    }
  }

  function askSoon() {
    clearTimeout(timer)
    if (fresh().length > 0) timer = setTimeout(() => void ask(fresh()), SETTLED)
  }

  askSoon()
  const unsubscribe = editor.subscribe(({ history }, before) => {
    if (history.present !== before.history.present) askSoon()
  })
  return {
    load: () => ask(missing()),
    stop() {
      clearTimeout(timer)
      unsubscribe()
    },
  }
}
