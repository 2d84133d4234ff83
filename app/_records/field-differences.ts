import type { JsonValue, Mark } from '../_ui/json-view.tsx'

type JsonObject = { [key: string]: JsonValue }

export interface Differences {
  /** Marks for the record before the step: changed and removed fields. */
  before: Map<string, Mark>
  /** Marks for the record after it: added and changed fields. */
  after: Map<string, Mark>
  added: string[]
  changed: string[]
  removed: string[]
}

/** What a step did to the top-level fields of a record. */
export function fieldDifferences(before: JsonObject, after: JsonObject): Differences {
  const added = Object.keys(after).filter((key) => !(key in before))
  const removed = Object.keys(before).filter((key) => !(key in after))
  const changed = Object.keys(after).filter(
    (key) => key in before && JSON.stringify(before[key]) !== JSON.stringify(after[key]),
  )
  return {
    before: new Map([...marked(changed, 'changed'), ...marked(removed, 'removed')]),
    after: new Map([...marked(added, 'added'), ...marked(changed, 'changed')]),
    added,
    changed,
    removed,
  }
}

/** `2 fields added, 1 changed`; empty when nothing differs. */
export function differencesText({ added, changed, removed }: Differences): string {
  const parts = [
    [added.length, 'added'],
    [changed.length, 'changed'],
    [removed.length, 'removed'],
  ] as const
  const [first, ...rest] = parts.filter(([count]) => count > 0)
  if (!first) return ''
  const fields = first[0] === 1 ? 'field' : 'fields'
  return [`${first[0]} ${fields} ${first[1]}`, ...rest.map((part) => part.join(' '))].join(', ')
}

function marked(keys: readonly string[], mark: Mark): [string, Mark][] {
  return keys.map((key) => [key, mark])
}
