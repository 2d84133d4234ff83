import { createStore, type StoreApi } from 'zustand/vanilla'
import { sameJson } from '#engine/graph/same-json.ts'

/** Somebody who has the flow open in a browser tab. */
export interface PersonHere {
  tab: string
  userId: string
  name: string
  /** The node that is chosen there. */
  nodeId: string | null
}

export interface PresenceState {
  /** Everybody else, once for each tab. */
  people: readonly PersonHere[]
  /** Those who have chosen a node, by its id; the same lists while they are the same people. */
  byNode: Readonly<Record<string, readonly PersonHere[]>>
  show: (people: readonly PersonHere[]) => void
}

export type PresenceStore = StoreApi<PresenceState>

/** Who else has the flow open. */
export function createPresenceStore(): PresenceStore {
  return createStore<PresenceState>()((set, get) => ({
    people: [],
    byNode: {},
    show(people) {
      const before = get()
      if (sameJson(before.people, people)) return
      const byNode: Record<string, readonly PersonHere[]> = {}
      for (const person of people) {
        if (person.nodeId === null) continue
        byNode[person.nodeId] = [...(byNode[person.nodeId] ?? []), person]
      }
      for (const [id, list] of Object.entries(byNode)) {
        const known = before.byNode[id]
        if (known && sameJson(known, list)) byNode[id] = known
      }
      set({ people, byNode })
    },
  }))
}
