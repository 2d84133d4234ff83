import type { FlowDocument, FlowNode } from '#engine/graph/schema.ts'
import { findKind } from '#nodes/catalog.ts'
import type { JsonObject } from '#nodes/json.ts'

/** A node of a kind, named like its id. */
export function node(id: string, kind: string, config: JsonObject = {}): FlowNode {
  return {
    id,
    kind,
    version: findKind(kind)?.version ?? 1,
    name: id,
    config,
    position: { x: 0, y: 0 },
    disabled: false,
    note: '',
  }
}

/** A flow of nodes joined one after the other by their first port. */
export function chain(name: string, nodes: FlowNode[]): FlowDocument {
  return {
    format: 1,
    name,
    description: '',
    template: null,
    settings: { fields: [], presets: [], values: {} },
    nodes,
    edges: nodes.slice(1).map((to, index) => ({
      from: nodes[index]?.id ?? '',
      port: 'out',
      to: to.id,
    })),
    called: {},
    samples: [],
    tests: [],
    pins: [],
    schedule: null,
  }
}

/**
 * Every Stripe customer becomes a NetSuite customer whose external id is the Stripe id behind
 * `prefix`.
 */
export function customerFlow(name = 'Customers', prefix = 't_'): FlowDocument {
  return chain(name, [
    node('read', 'stripe.list-source', { object: 'customer', backfillDays: 1000 }),
    node('named', 'transform.filter', {
      rows: [{ condition: '$boolean(email)', reason: 'The customer has no e-mail.' }],
    }),
    node('map', 'transform.map', {
      mapping: `{
        "companyName": $substring(name, 0, 40) & " " & id,
        "email": $lowercase(email),
        "subsidiary": { "id": $setting("subsidiary") }
      }`,
      into: 'body',
      required: ['companyName', 'email'],
    }),
    node('write', 'netsuite.upsert', {
      recordType: 'customer',
      externalId: `"${prefix}" & id`,
      body: 'body',
      into: 'netsuiteCustomer',
      linkType: 'customer',
    }),
  ])
}
