import type { JsonObject } from '../json.ts'

/** A prebuilt flow: cloning its document makes a flow that remembers the template and its version. */
export interface Template {
  id: string
  /** Grows with every change of the document, so that clones can be offered the newer one. */
  version: number
  title: string
  /** A few sentences for the gallery: what it does, and what is needed first. */
  description: string
  group: 'Customers' | 'Invoices' | 'Invoice status' | 'Payments' | 'Refunds'
  direction: 'Stripe → NetSuite' | 'NetSuite → Stripe'
  trigger: 'Scheduled' | 'Real time'
  /** A flow document; who clones it checks it like any other that comes from outside. */
  document: JsonObject
}
