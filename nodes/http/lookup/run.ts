import { NodeError } from '../../errors.ts'
import { failedAt } from '../../failed-at.ts'
import type { Json } from '../../json.ts'
import type { ConfigOf } from '../../kind.ts'
import { transform, type Item, type StepResult } from '../../runner.ts'
import { refusedAnswer } from '../refused-answer.ts'
import { request } from '../request.ts'
import { httpLookup } from './kind.ts'

/** Requests under way at once: no gate bounds what is reached by plain HTTP. */
const AT_ONCE = 10

/** One request per distinct address of a batch; a record whose request fails fails alone. */
export const runHttpLookup = transform(httpLookup, {
  run: async (config, items, context) => {
    const answers = new Map<string, Promise<Json | undefined>>()
    const ask = (url: string) => {
      const asked = answers.get(url) ?? fetchOnce(config, url, context.signal)
      answers.set(url, asked)
      return asked
    }
    const results: StepResult[] = []
    for (let start = 0; start < items.length; start += AT_ONCE) {
      const batch = items.slice(start, start + AT_ONCE)
      results.push(...(await Promise.all(batch.map((item) => lookUp(config, item, ask)))))
    }
    return results
  },
})

type Config = ConfigOf<typeof httpLookup>

async function lookUp(
  config: Config,
  item: Item,
  ask: (url: string) => Promise<Json | undefined>,
): Promise<StepResult> {
  try {
    const url = await config.url(item)
    if (typeof url !== 'string' || url === '') {
      throw fault('value', 'url', 'The expression gives no address to ask.')
    }
    const answer = await ask(url)
    if (answer === undefined) {
      if (config.onMissing === 'continue') return { outcome: 'done', record: item.record }
      throw fault('missing', 'url', `There is nothing at ${url}. Check the address and the record.`)
    }
    const found = await config.result({ key: item.key, record: answer })
    const record = found === undefined ? item.record : { ...item.record, [config.into]: found }
    return { outcome: 'done', record }
  } catch (thrown) {
    return failedAt('url', thrown)
  }
}

/** The answer as JSON; undefined where there is none (404, 410). */
async function fetchOnce(
  config: Config,
  url: string,
  signal: AbortSignal,
): Promise<Json | undefined> {
  const headers = Object.fromEntries(config.headers.map(({ name, value }) => [name, value]))
  const timeoutMs = config.timeoutSeconds === null ? undefined : config.timeoutSeconds * 1000
  const answer = await request({ method: 'GET', url, headers, timeoutMs, signal })
  if (answer.status === 404 || answer.status === 410) return undefined
  const refused = refusedAnswer('GET', answer)
  if (refused) throw refused
  if (answer.json === undefined) {
    throw fault('parse', 'url', `What ${url} answers is not JSON. Check the address.`)
  }
  return answer.json
}

function fault(kind: 'value' | 'missing' | 'parse', field: string, message: string): NodeError {
  return new NodeError({ class: kind, field, message })
}
