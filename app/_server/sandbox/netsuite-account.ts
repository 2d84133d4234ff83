import { TRPCError } from '@trpc/server'
import { createHmac } from 'node:crypto'
import OAuth from 'oauth-1.0a'
import { z } from 'zod'
import { isJsonObject, type JsonObject } from '#nodes/json.ts'
import { control, reach, type SandboxLink } from './link.ts'

/** The NetSuite stand-in as its user signs in to it: the real REST services, with tokens. */
export interface NetSuiteAccount {
  /** One page of SuiteQL; values go in as `?` only. */
  query(sql: string, params: string[], page: { limit: number; offset: number }): Promise<Rows>
  get(type: string, id: string): Promise<JsonObject>
  /** Gives the id of the new record. */
  create(type: string, body: JsonObject): Promise<string>
  update(type: string, id: string, body: JsonObject): Promise<void>
}

/** Lower-case columns, absent values left out. */
interface Rows {
  rows: JsonObject[]
  total: number
}

/** Signs in with the stand-in's own tokens. Every call throws a TRPCError with NetSuite's sentence. */
export async function netSuiteAccount(link: SandboxLink): Promise<NetSuiteAccount> {
  const credentials = credentialsSchema.parse(await control(link, 'netsuite', 'GET /credentials'))
  const { accountId, tba } = credentials
  const oauth = new OAuth({
    consumer: { key: tba.consumerKey, secret: tba.consumerSecret },
    signature_method: 'HMAC-SHA256',
    hash_function: (base, key) => createHmac('sha256', key).update(base).digest('base64'),
    realm: accountId,
  })
  const token = { key: tba.tokenId, secret: tba.tokenSecret }

  async function send(method: string, path: string, body?: JsonObject): Promise<Response> {
    const request = { method, url: link.netsuite + path }
    const answer = await reach(link.netsuite, path, {
      method,
      headers: {
        ...oauth.toHeader(oauth.authorize(request, token)),
        'content-type': 'application/json',
        prefer: 'transient',
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    })
    if (!answer.ok) throw await refusal(answer)
    return answer
  }

  return {
    query: async (q, params, { limit, offset }) => {
      const path = `/services/rest/query/v1/suiteql?limit=${limit}&offset=${offset}`
      const answer = await send('POST', path, { q, params })
      const { items, totalResults } = pageSchema.parse(await answer.json())
      return { rows: items, total: totalResults }
    },
    get: async (type, id) => {
      const path = `${RECORDS}/${type}/${encodeURIComponent(id)}?expandSubResources=true`
      return recordSchema.parse(await (await send('GET', path)).json())
    },
    create: async (type, body) => {
      const { headers } = await send('POST', `${RECORDS}/${type}`, body)
      return headers.get('location')?.split('/').at(-1) ?? ''
    },
    update: async (type, id, body) => {
      await send('PATCH', `${RECORDS}/${type}/${encodeURIComponent(id)}`, body)
    },
  }
}

const RECORDS = '/services/rest/record/v1'

async function refusal(answer: Response): Promise<TRPCError> {
  const said = errorSchema.safeParse(await answer.json().catch(() => null))
  const detail = said.success ? said.data['o:errorDetails'][0]?.detail : undefined
  return new TRPCError({
    code: 'BAD_REQUEST',
    message: `NetSuite: ${detail ?? `status ${answer.status}.`}`,
  })
}

const recordSchema = z.custom<JsonObject>(isJsonObject)
const pageSchema = z.object({ items: z.array(recordSchema), totalResults: z.number() })
const errorSchema = z.object({ 'o:errorDetails': z.array(z.object({ detail: z.string() })) })

const credentialsSchema = z.object({
  accountId: z.string(),
  tba: z.object({
    consumerKey: z.string(),
    consumerSecret: z.string(),
    tokenId: z.string(),
    tokenSecret: z.string(),
  }),
})
