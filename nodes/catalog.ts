import type { Kind } from './kind.ts'

/** Every kind of node, in the order of the palette. A new kind adds one line here. */
export const KINDS: readonly Kind[] = []

const byId = new Map(KINDS.map((kind) => [kind.id, kind]))

/** The kind with this id; undefined for one we do not know. */
export function findKind(id: string): Kind | undefined {
  return byId.get(id)
}
