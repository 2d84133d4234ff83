import type { Fields, RunConfig, StoredConfig } from './fields.ts'
import type { Json, JsonObject } from './json.ts'

/** The two systems a node can talk to. */
export type System = 'stripe' | 'netsuite'

/** A `note` is only drawn: no edge joins it and nothing runs it. */
export type Role = 'source' | 'transform' | 'sink' | 'note'

/** Where the palette lists a kind. */
export type Family =
  'Sources' | 'Transforms' | 'Lookups' | 'Stripe' | 'NetSuite' | 'HTTP' | 'Control'

export interface Port {
  id: string
  label: string
}

/** One thing a key or a role must be allowed, as the administrator of the other system finds it. */
export interface Permission {
  system: System
  /** Its name there: Stripe's resource (`Invoices`), NetSuite's permission (`Customer Payment`). */
  name: string
  access: 'read' | 'write'
}

/** What a source wants to be told at once, by webhook. */
export interface Listening {
  /** Types of events as the other system sends them; in NetSuite, types of records in lower case. */
  types: readonly string[]
  /** How long what is told waits before it is taken, in seconds. */
  delaySeconds: number
}

/**
 * What the designer and the compiler know of one kind of node. Safe to load in a browser: what the
 * kind does is in `run.ts` beside it.
 */
export interface Kind<F extends Fields = Fields> {
  /** `family.name`, stored in flow documents; never changes. */
  id: string
  version: number
  role: Role
  family: Family
  /** The connection of the integration that this kind needs. */
  system: System | null
  title: string
  /** One sentence for the palette. */
  description: string
  fields: F
  /** Output ports for a stored config. Every kind but sources and notes has the one input. */
  ports: (config: StoredConfig) => Port[]
  /** True when a record leaves by one port only; false when it may be copied to several. */
  exclusivePorts: (config: StoredConfig) => boolean
  /** One line on the node's card, such as "25 fields → Invoice". */
  summary: (config: StoredConfig) => string
  /** Faults in a config that a field alone cannot see. */
  check: (config: StoredConfig) => { field: string; message: string }[]
  /** What the connection must be allowed for this config. */
  permissions: (config: StoredConfig) => Permission[]
  /** What a source with this config is told at once; null when it is only read. */
  listens: (config: { readonly [key: string]: unknown }) => Listening | null
  /** Lifts a config from version n to n + 1. */
  migrate: Record<number, (old: JsonObject) => JsonObject>
}

/** The config type a runner of this kind gets. */
export type ConfigOf<K> = K extends Kind<infer F> ? RunConfig<F> : never

const OUT: Port = { id: 'out', label: 'Out' }

type Required =
  'id' | 'version' | 'role' | 'family' | 'title' | 'description' | 'fields' | 'summary'

/** Defines a kind, filling in what most kinds share: one port, no checks, no older versions. */
export function defineKind<const F extends Fields>(
  kind: Pick<Kind<F>, Required> & Partial<Omit<Kind<F>, Required>>,
): Kind<F> {
  return {
    system: null,
    ports: () => [OUT],
    exclusivePorts: () => true,
    check: () => [],
    permissions: () => [],
    listens: () => null,
    migrate: {},
    ...kind,
  }
}

/** A config with nothing set: each field's initial value. */
export function initialConfig(kind: Kind): StoredConfig {
  const entries = Object.entries(kind.fields).map(([key, field]): [string, Json] => [
    key,
    field.initial,
  ])
  return Object.fromEntries(entries)
}
