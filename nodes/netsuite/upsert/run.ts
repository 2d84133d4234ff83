import { NodeError } from '../../errors.ts'
import { isJsonObject } from '../../json.ts'
import type { ConfigOf } from '../../kind.ts'
import type { Existing, Intent } from '../../runner.ts'
import { sink } from '../../runner.ts'
import type { NetSuiteReader, NetSuiteWriter } from '../client/client.ts'
import { effectParts, externalIdOf, refused, withId } from '../common/effect-parts.ts'
import { ALREADY_EXISTS } from '../client/errors.ts'
import { presentFields } from '../common/present-fields.ts'
import { netSuiteWord } from '../records.ts'
import { netsuiteUpsert } from './kind.ts'

/**
 * The external id is what makes a record unmistakable: NetSuite refuses a second one, so a write that
 * was cut off can be tried again and finds the first.
 */
export const runNetsuiteUpsert = sink<typeof netsuiteUpsert, NetSuiteReader, NetSuiteWriter>(
  netsuiteUpsert,
  {
    intend: async (config, item) => {
      const type = recordType(config)
      const externalId = await externalIdOf(config.externalId, item)
      const body = await config.body(item)
      if (!isJsonObject(body)) throw refused('body', 'The mapping gives no fields to write.')
      const intent: Intent = {
        ...(await effectParts(config, item)),
        role: type,
        target: { system: 'netsuite', type },
        payload: { ...body, externalId },
      }
      return intent
    },

    look: (_config, intent, context) => find(intent, context.client, context.signal),

    write: async (config, intent, existing, context) => {
      const { client, signal } = context
      if (existing) return change(config, intent, existing, client, signal)
      try {
        const id = await client.create(intent.target.type, intent.payload, signal)
        return { id, changed: true }
      } catch (error) {
        if (!(error instanceof NodeError) || error.code !== ALREADY_EXISTS) throw error
        const there = await find(intent, client, signal)
        // The name or number is taken by a record that is not ours: a person must decide.
        if (!there) throw error
        return change(config, intent, there, client, signal)
      }
    },

    settle: (config, item, _intent, id) => withId(config, item, id),
  },
)

type Config = ConfigOf<typeof netsuiteUpsert>

function recordType(config: Config): string {
  return config.recordType === 'other' ? config.otherType : config.recordType
}

async function find(
  intent: Intent,
  client: Pick<NetSuiteReader, 'get'>,
  signal: AbortSignal,
): Promise<Existing | null> {
  const externalId = String(intent.payload.externalId)
  const record = await client.get(intent.target.type, { externalId }, { signal })
  if (!record) return null
  if (typeof record.id !== 'string')
    throw new NodeError({
      class: 'parse',
      code: 'no-id',
      message: `NetSuite answered with ${netSuiteWord(intent.target.type)} ${externalId}, but without its internal id.`,
    })
  return { id: record.id, fields: presentFields(intent.payload, record) }
}

async function change(
  config: Config,
  intent: Intent,
  existing: Existing,
  client: NetSuiteWriter,
  signal: AbortSignal,
) {
  if (config.onExisting === 'leave') return { id: existing.id, changed: false }
  // Replacing a list that the record does not bring would empty it.
  const replace = config.replaceSublists.filter((list) => intent.payload[list] !== undefined)
  const id = await client.update(intent.target.type, existing.id, intent.payload, {
    replace,
    signal,
  })
  return { id, changed: true }
}
