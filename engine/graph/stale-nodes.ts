import stringify from 'safe-stable-stringify'
import { reachable } from './order.ts'
import type { FlowDocument, FlowNode } from './schema.ts'

/**
 * The nodes of `after` that may do something else than in `before`: those whose own config, incoming
 * edges, kept output or settings changed, and everything behind them. Names, notes and places of nodes
 * do not count.
 */
export function staleNodes(before: FlowDocument, after: FlowDocument): Set<string> {
  const old = new Map(before.nodes.map((node) => [node.id, node]))
  const settings = changedSettings(before, after)
  const changed = after.nodes
    .filter((node) => {
      const was = old.get(node.id)
      if (!was || essence(was) !== essence(node)) return true
      if (incoming(before, node.id) !== incoming(after, node.id)) return true
      if (kept(before, node.id) !== kept(after, node.id)) return true
      if (called(before, node) !== called(after, node)) return true
      return reads(node, settings)
    })
    .map((node) => node.id)
  return new Set([...changed, ...reachable(after, changed)])
}

function essence({ kind, version, config, disabled }: FlowNode): string {
  return text({ kind, version, config, disabled })
}

function incoming(document: FlowDocument, id: string): string {
  const edges = document.edges.filter((edge) => edge.to === id)
  return text(edges.map(({ from, port }) => `${from} ${port}`).toSorted())
}

function kept(document: FlowDocument, id: string): string {
  return text(document.pins.find((pin) => pin.node === id)?.records)
}

/** A draft does not carry the flows that it calls; then there is nothing to compare. */
function called(document: FlowDocument, node: FlowNode): string {
  const { flow } = node.config
  return typeof flow === 'string' ? text(document.called[flow]) : ''
}

function changedSettings(before: FlowDocument, after: FlowDocument): string[] {
  const [was, is] = [settingValues(before), settingValues(after)]
  const keys = new Set([...was.keys(), ...is.keys()])
  return [...keys].filter((key) => was.get(key) !== is.get(key))
}

function settingValues({ settings }: FlowDocument): Map<string, string> {
  const defaults = settings.fields.map((field): [string, string] => [
    field.key,
    text(field.default),
  ])
  const own = Object.entries(settings.values).map(([key, value]): [string, string] => [
    key,
    text(value),
  ])
  return new Map([...defaults, ...own])
}

/** A config names the settings that it reads. */
function reads(node: FlowNode, keys: readonly string[]): boolean {
  if (keys.length === 0) return false
  const config = text(node.config)
  return keys.some((key) => config.includes(key))
}

function text(value: unknown): string {
  return stringify(value) ?? ''
}
