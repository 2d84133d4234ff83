import { findKind } from '#nodes/catalog.ts'
import type { Permission, System } from '#nodes/kind.ts'
import type { FlowDocument } from '../graph/schema.ts'
import { liftConfig } from './config.ts'

/**
 * What the nodes of some flows must be allowed in one system, each once, by name. Disabled nodes ask
 * for nothing.
 */
export function permissionsOf(
  documents: readonly Pick<FlowDocument, 'nodes'>[],
  system: System,
): Permission[] {
  const needs = new Map<string, Permission>()
  for (const node of documents.flatMap((document) => document.nodes)) {
    const kind = node.disabled ? undefined : findKind(node.kind)
    for (const need of kind?.permissions(liftConfig(kind, node)) ?? []) {
      if (need.system === system) needs.set(`${need.name}\n${need.access}`, need)
    }
  }
  return [...needs.values()].toSorted((a, b) =>
    `${a.name} ${a.access}`.localeCompare(`${b.name} ${b.access}`, 'en'),
  )
}
