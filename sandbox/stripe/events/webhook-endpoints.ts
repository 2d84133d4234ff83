import { z } from 'zod'
import type { Endpoints } from '../protocol/endpoint.ts'
import { StripeError } from '../protocol/errors.ts'
import { EVENT_TYPES } from './event-types.ts'
import { clearable, flag, mergeMetadata, metadata, text } from '../protocol/form.ts'
import { listRecords, noSuch, paging } from '../protocol/lists.ts'
import type { Records } from '../store/records.ts'
import { findRecord } from '../store/store.ts'
import type { Work } from '../store/work.ts'

type Endpoint = Records['webhook_endpoint']

/**
 * The calls under `/v1/webhook_endpoints` (https://docs.stripe.com/api/webhook_endpoints). The
 * secret that signs deliveries is in the answer that creates an endpoint and in no other.
 */
export function webhookEndpointCalls({ read, write }: Endpoints) {
  return {
    create: write(
      // There are no connected accounts, so it makes no difference whose events are asked for.
      { ...params, api_version: text.optional(), connect: flag.optional() },
      createEndpoint,
    ),
    retrieve: read({}, async (sql, _params, id) => {
      const endpoint = await findRecord(sql, 'webhook_endpoint', id)
      if (!endpoint) throw noSuch('webhook_endpoint', id)
      return shown(endpoint)
    }),
    update: write(
      { ...params, ...changeable, disabled: flag.optional() },
      async (work, { disabled, ...change }, id) => {
        const before = await existing(work, id)
        const after: Endpoint = {
          ...before,
          description: change.description === undefined ? before.description : change.description,
          enabled_events: change.enabled_events
            ? checkedEvents(change.enabled_events)
            : before.enabled_events,
          metadata: mergeMetadata(before.metadata, change.metadata),
          status: disabled === undefined ? before.status : disabled ? 'disabled' : 'enabled',
          url: change.url === undefined ? before.url : checkedUrl(change.url),
        }
        work.save(after)
        return shown(after)
      },
    ),
    remove: write({}, async (work, _params, id) => {
      work.remove(await existing(work, id))
      return { id, object: 'webhook_endpoint', deleted: true }
    }),
    list: read(paging, async (sql, page) => {
      const query = { url: '/v1/webhook_endpoints', page, filters: [] }
      const list = await listRecords(sql, { kind: 'webhook_endpoint', ...query })
      return { ...list, data: list.data.map(shown) }
    }),
  }
}

/** An endpoint as the API shows it after it was made: without what signs its deliveries. */
function shown({ secret: _, rolled: __, ...endpoint }: Endpoint): object {
  return endpoint
}

async function createEndpoint(work: Work, spec: CreateParams): Promise<object> {
  if ((await work.count('webhook_endpoint')) >= MAX_ENDPOINTS) {
    const message = `You have reached the maximum of ${MAX_ENDPOINTS} test webhook endpoints.`
    throw new StripeError(400, message)
  }
  const endpoint: Endpoint = {
    id: work.newId('we_1', 23),
    object: 'webhook_endpoint',
    api_version: spec.api_version ?? null,
    application: null,
    created: work.now,
    description: spec.description ?? null,
    enabled_events: checkedEvents(spec.enabled_events),
    livemode: false,
    metadata: mergeMetadata({}, spec.metadata),
    secret: work.newId('whsec_', 32),
    status: 'enabled',
    url: checkedUrl(spec.url),
  }
  work.save(endpoint)
  const { rolled: _, ...answer } = endpoint
  return answer
}

async function existing(work: Work, id: string): Promise<Endpoint> {
  const endpoint = await work.find('webhook_endpoint', id)
  if (!endpoint) throw noSuch('webhook_endpoint', id)
  return endpoint
}

function checkedUrl(url: string): string {
  if (/^https?:$/.test(URL.parse(url)?.protocol ?? '')) return url
  const message = 'Invalid URL: An explicit scheme (such as https) must be provided.'
  throw new StripeError(400, message, { code: 'url_invalid', param: 'url' })
}

function checkedEvents(events: string[]): string[] {
  const wrong = events.findIndex((type) => type !== '*' && !EVENT_TYPES.has(type))
  if (wrong >= 0) {
    const param = `enabled_events[${wrong}]`
    throw new StripeError(400, `Invalid ${param}: ${events[wrong]} is no type of event.`, { param })
  }
  if (events.length > 1 && events.includes('*')) {
    const message = "The '*' selector already stands for all events: pass it alone."
    throw new StripeError(400, message, { param: 'enabled_events' })
  }
  return events
}

const params = {
  description: clearable(z.string().max(500)).optional(),
  enabled_events: z.array(text).min(1),
  metadata: metadata.optional(),
  url: text,
}

const changeable = { enabled_events: params.enabled_events.optional(), url: text.optional() }

type CreateParams = z.output<z.ZodObject<typeof params>> & { api_version?: string }

/** https://docs.stripe.com/webhooks: "up to 16 webhook endpoints". */
const MAX_ENDPOINTS = 16
