import { z } from 'zod'
import { NodeError } from '../../errors.ts'
import type { JsonObject } from '../../json.ts'
import { answerAs } from './answer.ts'
import type { Call, NetSuiteCaller } from './caller.ts'
import { SUBMITTED_BEFORE } from './errors.ts'
import type { NetSuiteReader } from './reader.ts'
import type { RecordId } from './record-path.ts'
import { recordPath } from './record-path.ts'
import type { NetSuiteAnswer } from './transport.ts'

/** One record by type and id. */
export interface RecordRef {
  type: string
  id: string
}

/**
 * What nodes may change in NetSuite. Each write gives the internal id of the record written. Whoever
 * writes may look as well: a refused duplicate is looked up before it is changed.
 */
export interface NetSuiteWriter extends NetSuiteReader {
  create(type: string, body: JsonObject, signal: AbortSignal): Promise<string>
  /** Changes the fields given; the lines of the sublists in `replace` become exactly those given. */
  update(
    type: string,
    id: string,
    body: JsonObject,
    options: { replace?: readonly string[]; signal: AbortSignal },
  ): Promise<string>
  /** Creates or changes by external id. */
  upsert(
    type: string,
    externalId: string,
    body: JsonObject,
    options: { replace?: readonly string[]; signal: AbortSignal },
  ): Promise<string>
  /**
   * Makes a record of another type out of one, such as a customer payment of an invoice. `body` is
   * laid over what NetSuite takes over; lists in `replace` become exactly those given.
   */
  transform(
    type: string,
    record: RecordId,
    target: string,
    body: JsonObject,
    options: { replace?: readonly string[]; signal: AbortSignal },
  ): Promise<string>
  /** Deletes a record; NetSuite refuses while others depend on it. */
  remove(type: string, record: RecordId, signal: AbortSignal): Promise<void>
  /** Joins a record such as a contact or a file to another. */
  attach(record: RecordRef, other: RecordRef, signal: AbortSignal): Promise<void>
  detach(record: RecordRef, other: RecordRef, signal: AbortSignal): Promise<void>
  /** Voids a transaction; needs the Tributary RESTlet, as REST has no call for it. */
  void(record: RecordRef, signal: AbortSignal): Promise<{ id: string; journalId: string | null }>
  /**
   * Submits a write that NetSuite carries out later and gives the job's id. The same key names the
   * same job, however often it is submitted.
   * https://docs.oracle.com/en/cloud/saas/netsuite/ns-online-help/section_156570709583.html
   */
  submit(
    write: { method: 'POST' | 'PATCH' | 'PUT' | 'DELETE'; type: string } & {
      record?: RecordId
      body?: JsonObject
    },
    idempotencyKey: string,
    signal: AbortSignal,
  ): Promise<string>
}

/** The writing half of an account; `unknownFields` says what NetSuite does with fields it lacks. */
export function netSuiteWriter(
  { run, restlet }: Pick<NetSuiteCaller, 'run' | 'restlet'>,
  reader: NetSuiteReader,
  unknownFields: 'error' | 'warning' | 'ignore',
): NetSuiteWriter {
  const send = (call: Omit<Call, 'reading'>) =>
    run({
      ...call,
      // Without it NetSuite drops a misspelt field and only says so in a header.
      headers: { 'x-netsuite-propertynamevalidation': unknownFields, ...call.headers },
      reading: false,
    })
  const write = async (call: Omit<Call, 'reading'>) => writtenId(await send(call))
  const join = async (
    action: 'attach' | 'detach',
    record: RecordRef,
    other: RecordRef,
    signal: AbortSignal,
  ) => {
    const [type, id] = [other.type, other.id].map(encodeURIComponent)
    const path = `${recordPath(record.type, record)}/!${action}/${type}/${id}`
    await send({ method: 'POST', path, signal })
  }

  return {
    ...reader,
    create: (type, body, signal) => write({ method: 'POST', path: recordPath(type), body, signal }),
    update: (type, id, body, { replace, signal }) =>
      write({
        method: 'PATCH',
        path: recordPath(type, { id }),
        query: { replace: replace?.join(',') },
        body,
        signal,
      }),
    upsert: (type, externalId, body, { replace, signal }) =>
      write({
        method: 'PUT',
        path: recordPath(type, { externalId }),
        query: { replace: replace?.join(',') },
        body,
        signal,
      }),
    transform: (type, record, target, body, { replace, signal }) =>
      write({
        method: 'POST',
        path: `${recordPath(type, record)}/!transform/${encodeURIComponent(target)}`,
        query: { replace: replace?.join(',') },
        body,
        signal,
      }),
    remove: async (type, record, signal) => {
      await send({ method: 'DELETE', path: recordPath(type, record), signal })
    },
    attach: (record, other, signal) => join('attach', record, other, signal),
    detach: (record, other, signal) => join('detach', record, other, signal),
    void: async ({ type, id }, signal) => {
      const body = { action: 'void', type, id }
      const { journalId } = answerAs(VOIDED, await restlet(body, { reading: false, signal }))
      return { id, journalId: journalId ?? null }
    },
    submit: async ({ method, type, record, body }, idempotencyKey, signal) => {
      const headers = {
        prefer: 'respond-async',
        'x-netsuite-idempotency-key': idempotencyKey,
      }
      try {
        return await write({ method, path: recordPath(type, record), headers, body, signal })
      } catch (error) {
        if (!(error instanceof NodeError) || error.code !== SUBMITTED_BEFORE) throw error
        const job = typeof error.cause === 'string' ? idIn(error.cause) : null
        if (job) return job
        throw error
      }
    },
  }
}

/** The new id is the last part of the Location header and nowhere else. */
function writtenId(answer: NetSuiteAnswer): string {
  const id = idIn(answer.headers.location)
  if (id) return id
  throw new NodeError({
    class: 'intermittent',
    code: 'no-location',
    message: 'NetSuite has taken the record but did not say its id. It is looked for by itself.',
    outcomeUnknown: true,
    exchange: answer.exchange,
  })
}

function idIn(location: string | undefined): string | null {
  const id = /\/([^/?]+)\/?(?:\?.*)?$/.exec(location ?? '')?.[1]
  return id ? decodeURIComponent(id) : null
}

const VOIDED = z.object({ journalId: z.coerce.string().nullish() })
