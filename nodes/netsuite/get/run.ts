import { NodeError, toNodeError } from '../../errors.ts'
import type { Exchange } from '../../http/exchanges.ts'
import { recordExchangesIn } from '../../http/exchanges.ts'
import type { JsonObject } from '../../json.ts'
import type { StepResult } from '../../runner.ts'
import { transform } from '../../runner.ts'
import type { NetSuiteReader } from '../client/client.ts'
import { netSuiteWord } from '../records.ts'
import { netsuiteGet } from './kind.ts'

/** Reads each distinct record of the batch once. */
export const runNetsuiteGet = transform<typeof netsuiteGet, NetSuiteReader>(netsuiteGet, {
  run: (config, items, context) => {
    const { client, signal } = context
    const asked = new Map<string, { found: Promise<JsonObject | null>; exchanges: Exchange[] }>()
    const read = (id: string) => {
      const known = asked.get(id)
      if (known) return known
      const exchanges: Exchange[] = []
      const record = config.by === 'externalId' ? { externalId: id } : { id }
      const fields = config.fields.length > 0 ? { fields: config.fields } : {}
      const found = recordExchangesIn(exchanges, () =>
        client.get(config.recordType, record, { ...fields, signal }),
      )
      asked.set(id, { found, exchanges })
      return { found, exchanges }
    }
    return Promise.all(
      items.map(async (item): Promise<StepResult> => {
        const exchanges: Exchange[] = []
        try {
          const id = await config.id(item)
          const text = typeof id === 'string' || typeof id === 'number' ? String(id) : ''
          const reading = text ? read(text) : null
          const found = reading
            ? await reading.found.finally(() => exchanges.push(...reading.exchanges))
            : null
          if (!found && config.onNone === 'error') throw noneFound(config.recordType, text)
          const note = found ? {} : { note: `There is none with the id ${text || '(blank)'}.` }
          const record = { ...item.record, [config.into]: found }
          return { outcome: 'done', record, exchanges, ...note }
        } catch (error) {
          return { outcome: 'failed', error: toNodeError(error), exchanges }
        }
      }),
    )
  },
})

function noneFound(recordType: string, id: string): NodeError {
  return new NodeError({
    class: 'missing',
    code: 'not-found',
    field: 'id',
    message: id
      ? `NetSuite has no ${netSuiteWord(recordType)} ${id}. Check that it was not deleted, then retry.`
      : `The record gives no id of the ${netSuiteWord(recordType)} to read. Correct the expression.`,
  })
}
