import { NodeError } from '../../errors.ts'
import { isJsonObject, type Json, type JsonObject } from '../../json.ts'
import type { ConfigOf, System } from '../../kind.ts'
import { sink, type Existing, type Intent, type Item } from '../../runner.ts'
import { refusedAnswer } from '../refused-answer.ts'
import { request, type HttpAnswer, type HttpMethod } from '../request.ts'
import { httpSink } from './kind.ts'

/**
 * Sends with an `Idempotency-Key`, so that the other side can tell a repetition
 * (https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header), and looks before
 * sending again where there is an address to look at.
 */
export const runHttpSink = sink<typeof httpSink, undefined, undefined>(httpSink, {
  intend: async (config, item) => {
    const url = await textOf(config, 'url', item)
    if (url === undefined) throw refused('url', 'The expression gives no address to send to.')
    const body = await config.body(item)
    if (body === undefined) throw refused('body', 'The mapping gives nothing to send.')
    const lookAt = await textOf(config, 'lookUrl', item)
    const intent: Intent = {
      identity: (await textOf(config, 'identity', item)) ?? item.key,
      role: config.targetType,
      target: { system: systemOf(config.targetSystem), type: config.targetType },
      payload: { method: config.method, url, body, ...(lookAt ? { lookAt } : {}) },
      link: await linkOf(config, item),
    }
    return intent
  },

  look: async (config, intent, context) => {
    const { lookAt } = intent.payload
    if (typeof lookAt !== 'string') return null
    const { signal } = context
    const options = { headers: headersOf(config), timeoutMs: timeoutOf(config), signal }
    const answer = await request({ method: 'GET', url: lookAt, ...options })
    if (answer.status === 404 || answer.status === 410) return null
    const fault = refusedAnswer('GET', answer)
    if (fault) throw fault
    const found: Existing = { id: await idIn(config, answer, intent) }
    if (isJsonObject(answer.json)) found.fields = { body: answer.json }
    return found
  },

  request: (config, intent) => sent(config, intent),

  write: async (config, intent, _existing, context) => {
    const { method, ...wanted } = sent(config, intent)
    const answer = await request({
      method,
      ...wanted,
      headers: { ...headersOf(config), 'idempotency-key': context.idempotencyKey },
      timeoutMs: timeoutOf(config),
      signal: context.signal,
    })
    const fault = refusedAnswer(method, answer)
    if (fault) throw fault
    return { id: await idIn(config, answer, intent), changed: true }
  },

  settle: (config, item, _intent, id): JsonObject =>
    config.into ? { ...item.record, [config.into]: { id } } : item.record,
})

type Config = ConfigOf<typeof httpSink>

function sent(
  config: Config,
  { payload }: Intent,
): { method: HttpMethod; url: string; body: Json } {
  return { method: methodOf(config.method), url: String(payload.url), body: payload.body ?? null }
}

async function textOf(
  config: Config,
  field: 'url' | 'lookUrl' | 'identity' | 'linkId',
  item: Item,
): Promise<string | undefined> {
  const value = await config[field](item)
  if (value === undefined || value === null || value === '') return undefined
  if (typeof value === 'string') return value
  if (typeof value === 'number') return String(value)
  throw refused(field, 'The expression must give a text.')
}

async function linkOf(config: Config, item: Item): Promise<Intent['link']> {
  if (!config.linkType) return null
  const id = (await textOf(config, 'linkId', item)) ?? item.key
  return { system: systemOf(config.linkSystem), type: config.linkType, id }
}

async function idIn(config: Config, answer: HttpAnswer, intent: Intent): Promise<string> {
  const record: Json = answer.json ?? null
  const id = await config.answerId({ key: intent.identity, record })
  return typeof id === 'string' || typeof id === 'number' ? String(id) : intent.identity
}

function headersOf(config: Config): Record<string, string> {
  return Object.fromEntries(config.headers.map(({ name, value }) => [name, value]))
}

function timeoutOf(config: Config): number | undefined {
  return config.timeoutSeconds === null ? undefined : config.timeoutSeconds * 1000
}

function methodOf(value: string): HttpMethod {
  return value === 'PUT' || value === 'PATCH' ? value : 'POST'
}

function systemOf(value: string): System {
  return value === 'stripe' ? 'stripe' : 'netsuite'
}

function refused(field: string, message: string): NodeError {
  return new NodeError({ class: 'value', field, message: `${message} Correct it in the node.` })
}
