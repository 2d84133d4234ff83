import { NodeError } from '../../errors.ts'
import type { Existing, Intent } from '../../runner.ts'
import { sink } from '../../runner.ts'
import type { NetSuiteReader, NetSuiteWriter } from '../client/client.ts'
import { requiredText } from '../common/effect-parts.ts'
import { isVoided } from '../common/open-document.ts'
import { netSuiteWord } from '../records.ts'
import { netsuiteVoid } from './kind.ts'

/** Brings a transaction to the status Voided; one that is voided already is left alone. */
export const runNetsuiteVoid = sink<typeof netsuiteVoid, NetSuiteReader, NetSuiteWriter>(
  netsuiteVoid,
  {
    intend: async (config, item) => {
      const intent: Intent = {
        identity: item.key,
        role: 'void',
        target: { system: 'netsuite', type: config.recordType },
        targetId: await requiredText(config.id, item, 'id', 'NetSuite id'),
        payload: { voided: true },
        link: null,
      }
      return intent
    },

    look: (_config, intent, { client, signal }) => present(intent, client, signal),

    write: async (_config, intent, existing, { client, signal }) => {
      const there = existing?.fields ? existing : await present(intent, client, signal)
      const { type } = intent.target
      if (!there)
        throw new NodeError({
          class: 'missing',
          code: 'not-found',
          field: 'id',
          message: `NetSuite has no ${netSuiteWord(type)} ${intent.targetId} to void. Check that it was not deleted.`,
        })
      if (there.fields?.voided === true) return { id: there.id, changed: false }
      await client.void({ type, id: there.id }, signal)
      return { id: there.id, changed: true }
    },

    settle: (_config, item) => item.record,
  },
)

async function present(
  intent: Intent,
  client: Pick<NetSuiteReader, 'get'>,
  signal: AbortSignal,
): Promise<Existing | null> {
  const id = intent.targetId ?? ''
  // A refund that was voided by a journal names the journal instead of changing its status.
  const fields = ['status', 'voidJournal']
  const record = await client.get(intent.target.type, { id }, { fields, signal })
  if (!record) return null
  return { id, fields: { voided: isVoided(record.status) || Boolean(record.voidJournal) } }
}
