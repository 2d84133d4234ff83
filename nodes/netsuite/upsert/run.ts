import { NodeError } from '../../errors.ts'
import { isJsonObject } from '../../json.ts'
import type { ConfigOf } from '../../kind.ts'
import type { Existing, Intent } from '../../runner.ts'
import { sink } from '../../runner.ts'
import type { NetSuiteReader, NetSuiteWriter } from '../client/client.ts'
import { effectParts, externalIdOf, optionalText, refused, withId } from '../common/effect-parts.ts'
import { ALREADY_EXISTS } from '../client/errors.ts'
import { presentFields } from '../common/present-fields.ts'
import { netSuiteWord } from '../records.ts'
import { recordChanges, updatable } from './changes.ts'
import { netsuiteUpsert } from './kind.ts'
import { claimOf, sameThere } from './same-record.ts'

/**
 * The external id is what makes a record unmistakable: NetSuite refuses a second one, so a write that
 * was cut off can be tried again and finds the first.
 */
export const runNetsuiteUpsert = sink<typeof netsuiteUpsert, NetSuiteReader, NetSuiteWriter>(
  netsuiteUpsert,
  {
    intend: async (config, item) => {
      const type = recordType(config)
      const known = await optionalText(config.id, item, 'id', 'known record')
      const body = await config.body(item)
      if (!isJsonObject(body)) throw refused('body', 'The mapping gives no fields to write.')
      const payload =
        known === null
          ? { ...body, externalId: await externalIdOf(config.externalId, item) }
          : updatable(body, config.createOnly)
      const intent: Intent = {
        ...(await effectParts(config, item)),
        role: type,
        target: { system: 'netsuite', type },
        payload,
        ...(known === null ? claimOf(config.alsoBy, payload) : { targetId: known }),
      }
      return intent
    },

    look: async (config, intent, { client, signal }) => {
      const found = intent.targetId ? null : await find(intent, client, signal)
      if (found && !isCareful(config)) return found
      const there = intent.targetId
        ? { id: intent.targetId }
        : (found ?? (await sameThere(config.alsoBy, intent, client, signal)))
      if (!there) return null
      const { changes, record } = await differences(config, intent, there.id, { client, signal })
      // What would stay as it is shows no difference.
      return { id: there.id, fields: { ...intent.payload, ...presentFields(changes, record) } }
    },

    write: async (config, intent, existing, context) => {
      const { client, signal } = context
      const known = intent.targetId
        ? { id: intent.targetId }
        : (existing ?? (await sameThere(config.alsoBy, intent, client, signal)))
      if (known) return change(config, intent, known, client, signal)
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
  const { id } = existing
  const { type } = intent.target
  if (config.onExisting === 'leave') return { id, changed: false }
  const careful = isCareful(config) || intent.targetId !== undefined
  const changes = careful
    ? (await differences(config, intent, id, { client, signal })).changes
    : updatable(intent.payload, config.createOnly)
  if (Object.keys(changes).length === 0) return { id, changed: false }
  // Replacing a list that the record does not bring would empty it.
  const replace = config.replaceSublists.filter((list) => changes[list] !== undefined)
  await client.update(type, id, changes, { replace, signal })
  return { id, changed: true }
}

/** Only with the record at hand can be told what to write. */
function isCareful(config: Config): boolean {
  return config.onExisting === 'fill' || config.lineKeys.length > 0
}

/** The record as it stands now, and what of the payload it lacks. */
async function differences(
  config: Config,
  intent: Intent,
  id: string,
  { client, signal }: { client: Pick<NetSuiteReader, 'get'>; signal: AbortSignal },
) {
  const { type } = intent.target
  const record = await client.get(type, { id }, { signal })
  if (!record)
    throw new NodeError({
      class: 'missing',
      code: 'not-found',
      field: 'id',
      message: `NetSuite has no ${netSuiteWord(type)} ${id} to update. Check that it was not deleted.`,
    })
  if (config.onExisting === 'leave') return { record, changes: {} }
  const { createOnly, lineKeys } = config
  const fillOnly = config.onExisting === 'fill'
  return {
    record,
    changes: recordChanges(intent.payload, record, { fillOnly, createOnly, lineKeys }),
  }
}
