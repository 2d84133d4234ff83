import type { JsonObject } from '../../json.ts'
import { isJsonObject } from '../../json.ts'
import type { Intent } from '../../runner.ts'
import { sink } from '../../runner.ts'
import type { NetSuiteReader, NetSuiteWriter } from '../client/client.ts'
import { effectParts, externalIdOf, refused, requiredText, withId } from '../common/effect-parts.ts'
import { createOnce, findCreated } from '../common/find-created.ts'
import { presentFields } from '../common/present-fields.ts'
import { netsuiteTransform } from './kind.ts'

/** Makes the record once; what stands there already is left as it is. */
export const runNetsuiteTransform = sink<typeof netsuiteTransform, NetSuiteReader, NetSuiteWriter>(
  netsuiteTransform,
  {
    intend: async (config, item) => {
      const body = (await config.body(item)) ?? {}
      if (!isJsonObject(body)) throw refused('body', 'The mapping gives no fields to write.')
      const intent: Intent = {
        ...(await effectParts(config, item)),
        role: config.to,
        target: { system: 'netsuite', type: config.to },
        payload: {
          ...body,
          externalId: await externalIdOf(config.externalId, item),
          madeFrom: await requiredText(config.id, item, 'id', 'internal id'),
        },
      }
      return intent
    },

    look: async (_config, intent, { client, signal }) => {
      const { body, madeFrom, externalId } = partsOf(intent)
      const record = await findCreated(client, intent.target.type, externalId, signal)
      return record && { id: record.id, fields: { ...presentFields(body, record), madeFrom } }
    },

    write: async (config, intent, existing, { client, signal }) => {
      if (existing) return { id: existing.id, changed: false, note: LEFT_ALONE }
      const { type } = intent.target
      const { body, madeFrom, externalId } = partsOf(intent)
      const { id, created } = await createOnce(
        () => client.transform(config.from, { id: madeFrom }, type, body, { signal }),
        () => findCreated(client, type, externalId, signal),
      )
      return { id, changed: created }
    },

    settle: (config, item, _intent, id) => withId(config, item, id),
  },
)

const LEFT_ALONE = 'It was made before and is left as it is.'

function partsOf(intent: Intent): { body: JsonObject; madeFrom: string; externalId: string } {
  const { madeFrom, ...body } = intent.payload
  return { body, madeFrom: String(madeFrom), externalId: String(body.externalId) }
}
