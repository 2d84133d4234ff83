import Big from 'big.js'
import { NodeError } from '../../errors.ts'
import type { JsonObject } from '../../json.ts'
import type { ConfigOf } from '../../kind.ts'
import type { Existing, Intent, StepResult } from '../../runner.ts'
import { sink } from '../../runner.ts'
import { amountThere } from '../common/amount.ts'
import type { NetSuiteReader, NetSuiteWriter } from '../client/client.ts'
import { effectParts, withId } from '../common/effect-parts.ts'
import { createOnce, findCreated } from '../common/find-created.ts'
import { currencyIdOf, idIn, openDocument } from '../common/open-document.ts'
import { presentFields, sameFields } from '../common/present-fields.ts'
import { allocate } from './allocate.ts'
import { appliedIn, applyLine, applyRest, openInvoices, shownInvoices } from './apply-rest.ts'
import type { Changes } from './apply-rest.ts'
import { netsuiteApplyPayment } from './kind.ts'
import type { WantedPayment } from './payload.ts'
import { fromPayload, standInOf, toPayload, wantedPayment } from './payload.ts'
import { link, standInIntent, standInThere, TYPE } from './stand-in.ts'

/**
 * Books a payment once. What is intended depends on the record alone; how much each invoice takes is
 * decided when it is written, from what is open then.
 */
export const runNetsuiteApplyPayment = sink<
  typeof netsuiteApplyPayment,
  NetSuiteReader,
  NetSuiteWriter
>(netsuiteApplyPayment, {
  intend: async (config, item, context): Promise<Intent | StepResult> => {
    const standIn = await standInOf(config, item)
    if (standIn) return standInIntent(standIn, await effectParts(config, item))
    const wanted = await wantedPayment(config, item)
    if (config.over === 'ignore') {
      const reason = await reasonToPassOver(wanted, context.client, context.signal)
      if (reason) return { outcome: 'filtered', reason }
    }
    const intent: Intent = {
      ...(await effectParts(config, item)),
      role: TYPE,
      target: { system: 'netsuite', type: TYPE },
      payload: toPayload(wanted),
    }
    return intent
  },

  look: async (_config, intent, { client, signal }) => {
    if (intent.targetId) return standInThere(intent, intent.targetId, client, signal)
    const record = await findCreated(client, TYPE, String(intent.payload.externalId), signal)
    return record && present(intent, record)
  },

  write: async (config, intent, existing, { client, signal }) => {
    if (intent.targetId) return link(intent, intent.targetId, existing, { client, signal })
    const wanted = fromPayload(intent.payload)
    if (existing) return change(config, intent, existing.id, client, signal)
    let note = ''
    const { id, created } = await createOnce(
      async () => {
        const booked = await book(config.over, wanted, client, signal)
        note = booked.note
        return booked.id
      },
      () => findCreated(client, TYPE, wanted.externalId, signal),
    )
    if (!created) return change(config, intent, id, client, signal)
    return { id, changed: true, ...(note ? { note } : {}) }
  },

  settle: (config, item, _intent, id) => withId(config, item, id),
})

/** Another payment may take what is open while one is booked; more often than this it is no chance. */
const MOST_TRIES = 5

async function book(
  over: string,
  wanted: WantedPayment,
  client: NetSuiteWriter,
  signal: AbortSignal,
): Promise<{ id: string; note: string }> {
  let shared = await shareOut(over, wanted, client, signal)
  for (let tries = 1; ; tries += 1) {
    try {
      return { id: await client.create(TYPE, shared.body, signal), note: shared.note }
    } catch (error) {
      const refused = error instanceof NodeError && error.class === 'value'
      if (!refused || wanted.applications.length === 0 || tries === MOST_TRIES) throw error
      const now = await shareOut(over, wanted, client, signal)
      // The same shares would be refused again.
      if (sameFields(now.body, shared.body)) throw error
      shared = now
    }
  }
}

/** The payment as NetSuite takes it, with what each invoice gets of it as things stand. */
async function shareOut(
  over: string,
  wanted: WantedPayment,
  client: NetSuiteReader,
  signal: AbortSignal,
): Promise<{ body: JsonObject; note: string }> {
  const invoices = await openInvoices(wanted, client, signal)
  const { lines, note } = allocate(wanted.amount, wanted.applications, invoices, over)
  const [first] = invoices.values()
  const customer = wanted.customer ?? first?.customer
  if (!customer) throw noCustomer()
  const currency = first?.currency ?? (await currencyIdOf(client, wanted.currency, signal))
  const body: JsonObject = {
    customer: { id: customer },
    ...(currency ? { currency: { id: currency } } : {}),
    ...wanted.body,
    externalId: wanted.externalId,
    payment: Number(wanted.amount.toFixed()),
    apply: { items: lines.map(({ invoice, amount }) => applyLine(invoice, amount)) },
  }
  return { body, note }
}

/** Brings a payment that is there to what is wanted, as far as the config lets it. */
async function change(
  config: Pick<ConfigOf<typeof netsuiteApplyPayment>, 'over' | 'onExisting'>,
  intent: Intent,
  id: string,
  client: NetSuiteWriter,
  signal: AbortSignal,
): Promise<{ id: string; changed: boolean; note?: string }> {
  const { over, onExisting } = config
  if (onExisting === 'leave') return { id, changed: false }
  const wanted = fromPayload(intent.payload)
  const record = await client.get(TYPE, { id }, { signal })
  if (!record)
    throw new NodeError({
      class: 'missing',
      code: 'not-found',
      message: `The customer payment ${id} is not in NetSuite any more. Check who deleted it, then retry.`,
    })
  const changes =
    onExisting === 'apply'
      ? await applyRest(wanted, record, client, signal)
      : await allChanges(over, wanted, record, { client, signal })
  if (!changes.body) return { id, changed: false }
  await client.update(TYPE, id, changes.body, { signal })
  return { id, changed: true, ...(changes.note ? { note: changes.note } : {}) }
}

/** Its amount, its invoices, its fields. */
async function allChanges(
  over: string,
  wanted: WantedPayment,
  record: JsonObject,
  { client, signal }: { client: NetSuiteReader; signal: AbortSignal },
): Promise<Changes> {
  const applied = appliedIn(record)
  const invoices = await openInvoices(wanted, client, signal)
  const { lines, note } = allocate(wanted.amount, wanted.applications, invoices, over, applied)
  const share = new Map(lines.map(({ invoice, amount }) => [invoice, amount]))
  const touched = [...new Set([...share.keys(), ...applied.keys()])].filter(
    (invoice) => !(share.get(invoice) ?? ZERO).eq(applied.get(invoice) ?? ZERO),
  )
  const sameBody = sameFields(wanted.body, presentFields(wanted.body, record))
  if (sameBody && touched.length === 0 && amountThere(record.payment).eq(wanted.amount))
    return { body: null }
  const body: JsonObject = { ...wanted.body, payment: Number(wanted.amount.toFixed()) }
  if (touched.length > 0)
    body.apply = { items: touched.map((invoice) => applyLine(invoice, share.get(invoice) ?? ZERO)) }
  return { body, note }
}

const ZERO = new Big(0)

function present(intent: Intent, record: JsonObject & { id: string }): Existing {
  const { body, externalId, currency } = fromPayload(intent.payload)
  return {
    id: record.id,
    fields: {
      ...presentFields(body, record),
      externalId,
      currency,
      payment: amountThere(record.payment).toFixed(),
      ...('customer' in intent.payload ? { customer: idIn(record.customer) } : {}),
      invoices: shownInvoices(record),
    },
  }
}

/** Why a payment is passed over: all its invoices are settled, and not by itself. */
async function reasonToPassOver(
  wanted: WantedPayment,
  client: NetSuiteReader,
  signal: AbortSignal,
): Promise<string | null> {
  if (wanted.applications.length === 0) return null
  if (await findCreated(client, TYPE, wanted.externalId, signal)) return null
  const invoices = await Promise.all(
    wanted.applications.map(({ invoice }) => openDocument(client, 'invoice', invoice, signal)),
  )
  if (invoices.some(({ remaining }) => remaining.gt(0))) return null
  return `Settled in NetSuite already: ${invoices.map(({ name }) => name).join(', ')}.`
}

function noCustomer(): NodeError {
  return new NodeError({
    class: 'value',
    field: 'customer',
    message:
      'It is not known whose payment this is: the record names neither a customer nor an invoice. Add one.',
  })
}
