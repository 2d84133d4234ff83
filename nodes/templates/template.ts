import type { JsonObject } from '../json.ts'

/** A prebuilt flow: cloning its document makes a flow that remembers the template and its version. */
export interface Template {
  id: string
  version: number
  title: string
  description: string
  group: 'Customers' | 'Invoices' | 'Invoice status' | 'Payments' | 'Refunds'
  direction: 'Stripe → NetSuite' | 'NetSuite → Stripe'
  trigger: 'Scheduled' | 'Real time'
  /** A flow document; engine/templates.ts parses it. */
  document: JsonObject
}
