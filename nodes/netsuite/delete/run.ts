import { NodeError } from '../../errors.ts'
import type { Intent } from '../../runner.ts'
import { sink } from '../../runner.ts'
import type { NetSuiteReader, NetSuiteWriter } from '../client/client.ts'
import { requiredText } from '../common/effect-parts.ts'
import { NOT_FOUND } from '../client/errors.ts'
import { netsuiteDelete } from './kind.ts'

/** Deletes a record; one that is gone already counts as deleted. */
export const runNetsuiteDelete = sink<typeof netsuiteDelete, NetSuiteReader, NetSuiteWriter>(
  netsuiteDelete,
  {
    intend: async (config, item) => {
      const intent: Intent = {
        identity: item.key,
        role: 'delete',
        target: { system: 'netsuite', type: config.recordType },
        targetId: await requiredText(config.id, item, 'id', 'NetSuite id'),
        payload: { deleted: true },
        link: null,
      }
      return intent
    },

    look: async (_config, intent, { client, signal }) => {
      const id = intent.targetId ?? ''
      const record = await client.get(intent.target.type, { id }, { fields: ['id'], signal })
      return { id, fields: { deleted: record === null } }
    },

    write: async (_config, intent, _existing, { client, signal }) => {
      const id = intent.targetId ?? ''
      try {
        await client.remove(intent.target.type, { id }, signal)
        return { id, changed: true }
      } catch (error) {
        if (!(error instanceof NodeError) || error.code !== NOT_FOUND) throw error
        return { id, changed: false }
      }
    },

    settle: (_config, item) => item.record,
  },
)
