import { NodeError } from '../../errors.ts'
import type { JsonObject } from '../../json.ts'
import type { NetSuiteReader } from '../client/client.ts'
import { ALREADY_EXISTS } from '../client/errors.ts'
import { netSuiteWord } from '../records.ts'

/** A record that carries our external id; null when there is none. NodeError `parse` without an id. */
export async function findCreated(
  client: Pick<NetSuiteReader, 'get'>,
  type: string,
  externalId: string,
  signal: AbortSignal,
): Promise<(JsonObject & { id: string }) | null> {
  const record = await client.get(type, { externalId }, { signal })
  if (!record) return null
  const { id } = record
  if (typeof id === 'string') return { ...record, id }
  throw new NodeError({
    class: 'parse',
    code: 'no-id',
    message: `NetSuite answered with ${netSuiteWord(type)} ${externalId}, but without its internal id.`,
  })
}

/** Refusals that our own earlier write explains: it took the name, or used up what was open. */
const MAY_BE_OURS: ReadonlySet<string> = new Set([
  ALREADY_EXISTS,
  'over-application',
  'over-credit',
  'voided',
])

/**
 * Creates a record unless NetSuite has one with our external id: then gives that one's id, so that a
 * write whose answer was lost makes no second record.
 */
export async function createOnce(
  create: () => Promise<string>,
  find: () => Promise<{ id: string } | null>,
): Promise<{ id: string; created: boolean }> {
  try {
    return { id: await create(), created: true }
  } catch (error) {
    if (!(error instanceof NodeError) || !MAY_BE_OURS.has(error.code ?? '')) throw error
    const there = await find()
    // The name or number is taken by a record that is not ours: a person must decide.
    if (!there) throw error
    return { id: there.id, created: false }
  }
}
