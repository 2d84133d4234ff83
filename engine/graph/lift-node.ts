import type { JsonObject } from '#nodes/json.ts'
import { initialConfig, type Kind } from '#nodes/kind.ts'
import type { FlowNode } from './schema.ts'

/** Brings a node to its kind's present version and fills in what was never set; a newer one stays. */
export function liftNode<T extends Pick<FlowNode, 'version' | 'config'>>(kind: Kind, node: T): T {
  let config: JsonObject = node.config
  for (let version = node.version; version < kind.version; version += 1) {
    config = kind.migrate[version]?.(config) ?? config
  }
  const version = Math.max(node.version, kind.version)
  return { ...node, version, config: { ...initialConfig(kind), ...config } }
}
