import { z } from 'zod'
import type { Fault } from '../sandbox/faults.ts'

const callsSchema = z.object({ total: z.number(), writing: z.number(), mark: z.number() })

/**
 * The place behind all requests that a stand-in system has answered so far. A time would not do: the
 * next request may come within the same millisecond.
 */
export async function markCalls(url: string): Promise<number> {
  return (await callsSince(url, 0)).mark
}

/** Requests a stand-in system has had behind a mark; `writing` ones could have changed something. */
export async function callsSince(url: string, mark: number) {
  const answer = await fetch(`${url}/_sandbox/calls?after=${mark}`)
  return callsSchema.parse(await answer.json())
}

/** Where both systems are in their calls. */
export interface CallsMark {
  stripe: number
  netsuite: number
}

type Addresses = Record<'stripeUrl' | 'netsuiteUrl', string>

/** The place behind all requests that both systems have answered so far. */
export async function markBoth({ stripeUrl, netsuiteUrl }: Addresses): Promise<CallsMark> {
  const [stripe, netsuite] = await Promise.all([markCalls(stripeUrl), markCalls(netsuiteUrl)])
  return { stripe, netsuite }
}

/** Writing requests that both systems have had behind a mark. */
export async function writesInBoth(addresses: Addresses, mark: CallsMark): Promise<number> {
  const [stripe, netsuite] = await Promise.all([
    callsSince(addresses.stripeUrl, mark.stripe),
    callsSince(addresses.netsuiteUrl, mark.netsuite),
  ])
  return stripe.writing + netsuite.writing
}

/** Sets trouble on a stand-in system. */
export async function setFaults(url: string, faults: Fault[]): Promise<void> {
  const answer = await fetch(`${url}/_sandbox/faults`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(faults),
  })
  if (!answer.ok) throw new Error(`The sandbox refused the faults: ${await answer.text()}`)
}

export async function clearFaults(url: string): Promise<void> {
  await fetch(`${url}/_sandbox/faults`, { method: 'DELETE' })
}

/** Changes settings of the NetSuite stand-in, such as `html` or `deniedPermissions`; gives them all. */
export async function netsuiteSettings(
  url: string,
  change: Record<string, unknown> = {},
): Promise<Record<string, unknown>> {
  const answer = await fetch(`${url}/_sandbox/settings`, {
    method: 'PATCH',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(change),
  })
  if (!answer.ok) throw new Error(`The sandbox refused the settings: ${await answer.text()}`)
  return z.record(z.string(), z.unknown()).parse(await answer.json())
}

/** Makes a restricted key of the Stripe stand-in; `expires` by the stand-in's clock. */
export async function restrictedKey(
  url: string,
  key: { permissions: Record<string, 'none' | 'read' | 'write'>; expires?: string },
): Promise<string> {
  const answer = await fetch(`${url}/_sandbox/keys`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(key),
  })
  return z.object({ key: z.string() }).parse(await answer.json()).key
}

/** External ids of the NetSuite customers that begin with `prefix`, each as often as it is there. */
export async function bookedCustomers(url: string, prefix: string): Promise<string[]> {
  const { customer } = z
    .object({ customer: z.array(z.object({ externalId: z.string().nullish() })) })
    .parse(await sandboxState(url))
  return customer.flatMap(({ externalId }) => (externalId?.startsWith(prefix) ? [externalId] : []))
}

/** Everything a stand-in system holds. */
export async function sandboxState(url: string): Promise<Record<string, unknown>> {
  const answer = await fetch(`${url}/_sandbox/state`)
  return z.record(z.string(), z.unknown()).parse(await answer.json())
}
