import type { z } from 'zod'
import { NodeError } from '../../errors.ts'
import type { JsonObject } from '../../json.ts'
import type { Existing, Intent, Written } from '../../runner.ts'
import type { NetSuiteReader, NetSuiteWriter } from '../client/client.ts'
import { netSuiteWord } from '../records.ts'
import { amountThere } from './amount.ts'
import { createOnce, findCreated } from './find-created.ts'
import { presentFields } from './present-fields.ts'

/** What every wish for a money document says. */
interface Wish {
  externalId: string
  /** Major units; missing where the document it is made from decides. */
  amount?: string | undefined
}

interface Calling<Client> {
  client: Client
  signal: AbortSignal
}

/**
 * How a money document such as a credit memo is looked for and made once: a payload holds the wish
 * that `schema` reads, and fields that NetSuite takes as they are. One that is there keeps its
 * amount, for it may be used already: another amount is a NodeError `value`.
 */
export function bookedOnce<Wanted extends Wish, Config>(
  type: string,
  schema: z.ZodType<Wanted>,
  create: (
    config: Config,
    parts: { wanted: Wanted; body: JsonObject },
    calling: Calling<NetSuiteWriter>,
  ) => Promise<string>,
): {
  look: (
    config: Config,
    intent: Intent,
    calling: Calling<NetSuiteReader>,
  ) => Promise<Existing | null>
  write: (
    config: Config,
    intent: Intent,
    existing: Existing | null,
    calling: Calling<NetSuiteWriter>,
  ) => Promise<Written>
} {
  const partsOf = ({ payload }: Intent) => {
    const wanted = schema.parse(payload)
    const body = Object.entries(payload).filter(([name]) => !(name in wanted))
    return { wanted, body: Object.fromEntries(body) }
  }
  return {
    look: async (_config, intent, { client, signal }) => {
      const { body, wanted } = partsOf(intent)
      const record = await findCreated(client, type, wanted.externalId, signal)
      if (!record) return null
      const { payload } = intent
      const wish = Object.entries(payload).filter(([name]) => name in wanted)
      const fields: JsonObject = { ...presentFields(body, record), ...Object.fromEntries(wish) }
      if (wanted.amount) fields.amount = totalOf(record)
      return { id: record.id, fields }
    },
    write: async (config, intent, existing, { client, signal }) => {
      const { body, wanted } = partsOf(intent)
      if (existing) return keep(type, existing.id, wanted.amount, { client, signal })
      const { id, created } = await createOnce(
        () => create(config, { wanted, body }, { client, signal }),
        () => findCreated(client, type, wanted.externalId, signal),
      )
      return created ? { id, changed: true } : keep(type, id, wanted.amount, { client, signal })
    },
  }
}

/** A document that is there counts when its amount is the wanted one. */
async function keep(
  type: string,
  id: string,
  amount: string | undefined,
  { client, signal }: Calling<NetSuiteReader>,
): Promise<Written> {
  if (amount === undefined) return { id, changed: false }
  const record = await client.get(type, { id }, { fields: ['tranId', 'total'], signal })
  if (!record || amountThere(record.total).eq(amount)) return { id, changed: false }
  throw new NodeError({
    class: 'value',
    code: 'amount-changed',
    field: 'amount',
    message: `The ${netSuiteWord(type)} ${String(record.tranId ?? id)} is of ${totalOf(record)}, but ${amount} is wanted now. Correct it in NetSuite: it may be used already.`,
  })
}

const totalOf = (record: JsonObject) => amountThere(record.total).toFixed()
