import { NodeError } from '../../errors.ts'
import { isJsonObject, type JsonObject } from '../../json.ts'
import type { ConfigOf } from '../../kind.ts'
import type { Existing, Intent, Item } from '../../runner.ts'
import { sink } from '../../runner.ts'
import type { NetSuiteReader, NetSuiteWriter } from '../client/client.ts'
import { linkOf, refused, requiredText, withId } from '../common/effect-parts.ts'
import { changedFields, presentFields } from '../common/present-fields.ts'
import { netSuiteWord } from '../records.ts'
import { netsuiteUpdate } from './kind.ts'

/** Writes those body fields of a record that exists already whose value is another one there. */
export const runNetsuiteUpdate = sink<typeof netsuiteUpdate, NetSuiteReader, NetSuiteWriter>(
  netsuiteUpdate,
  {
    intend: async (config, item) => {
      const intent: Intent = {
        identity: item.key,
        role: 'update',
        target: { system: 'netsuite', type: config.recordType },
        targetId: await requiredText(config.id, item, 'id', 'NetSuite id'),
        payload: await payloadOf(config, item),
        link: await linkOf(config, item),
      }
      return intent
    },

    look: (_config, intent, { client, signal }) => present(intent, client, signal),

    write: async (_config, intent, existing, { client, signal }) => {
      const there = existing?.fields ? existing : await present(intent, client, signal)
      if (!there)
        throw new NodeError({
          class: 'missing',
          code: 'not-found',
          field: 'id',
          message: `NetSuite has no ${netSuiteWord(intent.target.type)} ${intent.targetId} to update. Check that it was not deleted.`,
        })
      const changed = changedFields(intent.payload, there.fields ?? {})
      if (Object.keys(changed).length === 0) return { id: there.id, changed: false }
      const id = await client.update(intent.target.type, there.id, changed, { signal })
      return { id, changed: true }
    },

    settle: (config, item, _intent, id) => withId(config, item, id),
  },
)

async function payloadOf(config: ConfigOf<typeof netsuiteUpdate>, item: Item): Promise<JsonObject> {
  const body = (await config.body(item)) ?? {}
  if (!isJsonObject(body)) throw refused('body', 'The mapping gives no fields to write.')
  const payload: JsonObject = { ...body }
  for (const { field, value } of config.fields) {
    const found = await value(item)
    if (found === undefined)
      throw refused(field, `The field "${field}" has no value. A value of null would empty it.`)
    payload[field] = found
  }
  if (Object.keys(payload).length > 0) return payload
  throw refused('body', 'The mapping gives no fields to write.')
}

async function present(
  intent: Intent,
  client: Pick<NetSuiteReader, 'get'>,
  signal: AbortSignal,
): Promise<Existing | null> {
  const id = intent.targetId ?? ''
  const fields = Object.keys(intent.payload)
  const record = await client.get(intent.target.type, { id }, { fields, signal })
  return record ? { id, fields: presentFields(intent.payload, record) } : null
}
