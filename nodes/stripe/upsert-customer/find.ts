import { NodeError } from '../../errors.ts'
import type { StripeReader, StripeRecord } from '../client/client.ts'
import { markQuery, quoted, severalMarked } from '../common/find-marked.ts'
import { metadataOf, type Mark } from '../common/sink-values.ts'

/** By what a customer may be found. */
export interface CustomerClues {
  /** Id that is known already. */
  id?: string
  mark: Mark
  email: string | null
  onDeleted: string
}

type Reader = Pick<StripeReader, 'get' | 'list' | 'search'>

/**
 * The customer that stands for a record; null when there is none. First by the known id, then by the
 * email, then by searching for the mark and the email: the list of an email knows what was created a
 * moment ago, but compares letter by letter; searching knows older ones in any spelling. Throws
 * NodeError `duplicate` when two fit or the one found stands for somebody else.
 */
export async function findCustomer(
  client: Reader,
  clues: CustomerClues,
  signal: AbortSignal,
): Promise<StripeRecord | null> {
  const { id, mark, email } = clues
  if (id !== undefined) {
    const known = await knownCustomer(client, id, clues, signal)
    if (known) return known
  }
  const listed = email === null ? [] : await byEmail(client, email, signal)
  const ours = listed.filter((one) => markOf(one, mark) === mark.value)
  const searched = ours.length > 0 ? [] : await bySearch(client, { mark, email }, signal)
  const marked = [...ours, ...searched.filter((one) => markOf(one, mark) === mark.value)]
  const sameEmail = listed.length > 0 ? listed : searched.filter((one) => hasEmail(one, email))
  if (marked.length > 1) throw severalMarked('customer', mark, marked)
  if (marked[0]) return marked[0]
  const [first, ...others] = sameEmail
  if (!first) return null
  if (others.length > 0)
    throw duplicate(
      `More than one Stripe customer has the email ${String(email)}: ${sameEmail.map((one) => one.id).join(', ')}. Merge them, or note the right id in NetSuite.`,
    )
  if (markOf(first, mark) !== '') throw standsForAnother(first, mark)
  return first
}

async function knownCustomer(
  client: Reader,
  id: string,
  { mark, onDeleted }: CustomerClues,
  signal: AbortSignal,
): Promise<StripeRecord | null> {
  const customer = await client.get('customer', id, { signal })
  if (!customer || customer.deleted === true) {
    if (customer && onDeleted === 'create') return null
    throw new NodeError({
      class: 'missing',
      code: 'not-found',
      field: 'id',
      message: customer
        ? `The Stripe customer ${id} was deleted. Note the id of another one in NetSuite, or let this node create another one.`
        : `Stripe has no customer ${id}. Check that the connection is of the right account, or note the id of the right one in NetSuite.`,
    })
  }
  const other = markOf(customer, mark)
  if (other !== '' && other !== mark.value) throw standsForAnother(customer, mark)
  return customer
}

/** Stripe compares emails letter by letter, so both spellings are asked for. */
async function byEmail(
  client: Reader,
  email: string,
  signal: AbortSignal,
): Promise<StripeRecord[]> {
  const found = new Map<string, StripeRecord>()
  for (const spelling of new Set([email, email.toLowerCase()])) {
    const query = { filter: { email: spelling }, limit: 100 }
    const { data } = await client.list('customer', query, signal)
    for (const one of data) found.set(one.id, one)
  }
  return [...found.values()]
}

/** By the mark or the email in one search (https://docs.stripe.com/search: any case fits). */
async function bySearch(
  client: Reader,
  { mark, email }: Pick<CustomerClues, 'mark' | 'email'>,
  signal: AbortSignal,
): Promise<StripeRecord[]> {
  const query = [markQuery(mark), ...(email === null ? [] : [`email:${quoted(email)}`])]
  const found = await client.search('customer', query.join(' OR '), { limit: 10, signal })
  return found.filter((one) => one.deleted !== true)
}

function hasEmail(customer: StripeRecord, email: string | null): boolean {
  const its = customer.email
  return email !== null && typeof its === 'string' && its.toLowerCase() === email.toLowerCase()
}

function markOf(customer: StripeRecord, mark: Mark): string {
  return metadataOf(customer)[mark.key] ?? ''
}

function standsForAnother(customer: StripeRecord, mark: Mark): NodeError {
  return duplicate(
    `The Stripe customer ${customer.id} stands for ${markOf(customer, mark)} already, not for ${mark.value} (${mark.key}). Find out which one is right and correct the other.`,
  )
}

function duplicate(message: string): NodeError {
  return new NodeError({ class: 'duplicate', code: 'customer-taken', message })
}
