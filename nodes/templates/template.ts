import type { JsonObject } from '../json.ts'

/** A prebuilt flow: cloning its document makes a flow that remembers the template and its version. */
export interface Template {
  id: string
  /** Grows with every change of the document, so that clones can be offered the newer one. */
  version: number
  title: string
  /** A few sentences for the gallery: what it does, and what is needed first. */
  description: string
  /** `Shared steps` are flows that other templates call, and come with them. */
  group: 'Customers' | 'Invoices' | 'Invoice status' | 'Payments' | 'Refunds' | 'Shared steps'
  direction: 'Stripe → NetSuite' | 'NetSuite → Stripe'
  trigger: 'Scheduled' | 'Real time' | 'Called'
  /** What it is known to do, each proven by a test of that name. */
  cases: readonly string[]
  /** A flow document; who clones it checks it like any other that comes from outside. */
  document: JsonObject
  /** Documents of versions before, so that flows made of them can be brought up to date. */
  older?: readonly { version: number; document: JsonObject }[]
}
