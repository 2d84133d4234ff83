import { NodeError } from '../../errors.ts'
import type { Intent } from '../../runner.ts'
import { sink } from '../../runner.ts'
import type { NetSuiteReader, NetSuiteWriter } from '../client/client.ts'
import { requiredText } from '../common/effect-parts.ts'
import { ALREADY_EXISTS } from '../client/errors.ts'
import { idIn } from '../common/open-document.ts'
import { netsuiteAttach } from './kind.ts'

/**
 * Attaches or detaches. NetSuite does not tell over REST what is attached, but attaching twice does
 * no harm, so a write that was cut off is simply done again.
 * https://docs.oracle.com/en/cloud/saas/netsuite/ns-online-help/section_1540811872.html
 */
export const runNetsuiteAttach = sink<typeof netsuiteAttach, NetSuiteReader, NetSuiteWriter>(
  netsuiteAttach,
  {
    intend: async (config, item) => {
      const what = await requiredText(config.whatId, item, 'whatId', `id of the ${config.what}`)
      const intent: Intent = {
        identity: `${item.key} ${what}`,
        role: config.action,
        target: { system: 'netsuite', type: config.recordType },
        targetId: await requiredText(config.id, item, 'id', 'NetSuite id'),
        payload: { [config.action]: { type: config.what, id: what } },
        link: null,
      }
      return intent
    },

    look: () => Promise.resolve(null),

    write: async (config, intent, _existing, { client, signal }) => {
      const record = { type: intent.target.type, id: intent.targetId ?? '' }
      const other = { type: config.what, id: idIn(intent.payload[config.action]) ?? '' }
      const join = config.action === 'detach' ? client.detach : client.attach
      try {
        await join(record, other, signal)
        return { id: record.id, changed: true }
      } catch (error) {
        if (!(error instanceof NodeError) || error.code !== ALREADY_EXISTS) throw error
        return { id: record.id, changed: false }
      }
    },

    settle: (_config, item) => item.record,
  },
)
