import Stripe from 'stripe'
import { z } from 'zod'
import { isJsonObject, type JsonObject } from '#nodes/json.ts'
import {
  openNetSuite,
  type NetSuiteReader,
  type NetSuiteWriter,
} from '#nodes/netsuite/client/client.ts'

/** Both systems as the people of the year use them: by their public interfaces. */
export interface Systems {
  stripe: Stripe
  netsuite: NetSuiteWriter
  read: NetSuiteReader
  stripeUrl: string
  netsuiteUrl: string
  /** What a person does at a screen of the NetSuite stand-in, such as voiding. */
  atNetSuite: (path: string, body: JsonObject) => Promise<void>
  /** The same at the Stripe stand-in, such as paying by a payment link. */
  atStripe: (path: string, body: JsonObject) => Promise<void>
  /** A customer fills in the form of a hosted page; gives the status of the answer. */
  submit: (page: string, form: Record<string, string>) => Promise<number>
  /** Moves the clock of both systems. */
  moveTo: (moment: Date) => Promise<void>
  close: () => Promise<void>
}

/** Longest a single call may take. */
const LIMIT_MS = 120_000

/** Signs in to both stand-in systems. */
export async function openSystems(urls: {
  stripeUrl: string
  netsuiteUrl: string
}): Promise<Systems> {
  const { stripeUrl, netsuiteUrl } = urls
  const { hostname, port } = new URL(stripeUrl)
  const stripe = new Stripe('sk_test_year', {
    ...{ host: hostname, port: Number(port), protocol: 'http', telemetry: false },
    maxNetworkRetries: 3,
  })
  const answer = await fetch(`${netsuiteUrl}/_sandbox/credentials`)
  const { accountId, oauth2 } = CREDENTIALS.parse(await answer.json())
  const client = openNetSuite({
    config: { accountId, baseUrl: netsuiteUrl, auth: 'oauth2', concurrencyLimit: 4 },
    secret: oauth2,
    gate: { pass: (work) => work(AbortSignal.timeout(LIMIT_MS)), slowDown: () => {} },
  })
  return {
    ...{ stripe, netsuite: client.write, read: client.read, stripeUrl, netsuiteUrl },
    atNetSuite: (path, body) => post(`${netsuiteUrl}/_sandbox${path}`, body),
    atStripe: (path, body) => post(`${stripeUrl}/_sandbox${path}`, body),
    submit: async (page, form) => {
      const submitted = await fetch(page, {
        method: 'POST',
        redirect: 'manual',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams(form).toString(),
      })
      await submitted.text()
      return submitted.status
    },
    moveTo: (moment) => post(`${stripeUrl}/_sandbox/clock`, { to: moment.toISOString() }),
    close: () => client.close(),
  }
}

/** For calls that nobody cuts short. */
export const NEVER = new AbortController().signal

async function post(url: string, body: JsonObject): Promise<void> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  const text = await answer.text()
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}: ${text.slice(0, 500)}`)
}

const OBJECT = z.custom<JsonObject>(isJsonObject)
const CREDENTIALS = z.object({ accountId: z.string(), oauth2: OBJECT })
