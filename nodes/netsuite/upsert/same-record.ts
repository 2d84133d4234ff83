import { NodeError } from '../../errors.ts'
import type { JsonObject } from '../../json.ts'
import type { Existing, Intent } from '../../runner.ts'
import type { NetSuiteReader } from '../client/client.ts'
import { idIn } from '../common/open-document.ts'
import { findByValues, foldValue } from '../common/question.ts'
import { netSuiteWord } from '../records.ts'

/** By what else a new record is known: a field of it and its value; null for none. */
function sign(field: string, payload: JsonObject): { field: string; value: string } | null {
  const value = field === '' ? undefined : payload[field]
  if (typeof value !== 'string' || value.trim() === '') return null
  return { field, value: foldValue(field, value) }
}

/** What no two records may be created by at the same moment; none without a sign. */
export function claimOf(field: string, payload: JsonObject): { claim?: string } {
  const its = sign(field, payload)
  if (!its) return {}
  return { claim: [its.field, its.value, idIn(payload.subsidiary) ?? ''].join(' ') }
}

/**
 * The active record with the same sign in the same subsidiary; null when there is none. A record that
 * came together with another one was looked for before that one was there. Throws NodeError
 * `duplicate` when there are several.
 */
export async function sameThere(
  field: string,
  intent: Intent,
  client: Pick<NetSuiteReader, 'query'>,
  signal: AbortSignal,
): Promise<Pick<Existing, 'id'> | null> {
  const its = sign(field, intent.payload)
  if (!its) return null
  const subsidiary = idIn(intent.payload.subsidiary)
  const question = {
    ...{ recordType: intent.target.type, field: its.field, values: [its.value] },
    ...{ columns: [], activeOnly: true },
    conditions: subsidiary === null ? [] : [{ field: 'subsidiary', value: subsidiary }],
  }
  const { rows } = await findByValues(question, { client, signal })
  const [first, ...others] = rows.get(its.value) ?? []
  if (!first?.id) return null
  if (others.length > 0)
    throw new NodeError({
      class: 'duplicate',
      code: 'several-found',
      field: 'alsoBy',
      message: `NetSuite has more than one ${netSuiteWord(intent.target.type)} with ${its.field} ${its.value}: ids ${[first, ...others].map(({ id }) => id).join(', ')}. Merge them or make one inactive, then retry.`,
    })
  return { id: first.id }
}
