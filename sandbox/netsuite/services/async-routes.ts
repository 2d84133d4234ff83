import { Hono, type MiddlewareHandler } from 'hono'
import type { SandboxEnv } from '../../context.ts'
import { progressOf, type AsyncJobs, type JobState, type TaskState } from './async-jobs.ts'
import { batchTasks, isBatch } from './batch.ts'
import { NetSuiteError, notFound } from '../errors.ts'
import { linksTo, type JsonObject } from '../records/read-record.ts'
import { RECORD_ROOT } from '../records/record-routes.ts'

/** Where the states and results of asynchronous jobs are. */
export const ASYNC_ROOT = '/services/rest/async/v1'

/**
 * Takes requests with `Prefer: respond-async` to the record service, single ones and batches, and
 * answers 202 with the place of their job
 * (https://docs.oracle.com/en/cloud/saas/netsuite/ns-online-help/chapter_161251386312.html).
 */
export function respondAsync(jobs: AsyncJobs): MiddlewareHandler<SandboxEnv> {
  return async (c, next) => {
    const prefer = c.req.header('prefer') ?? ''
    const url = new URL(c.req.url)
    const batch = isBatch(c.req.raw)
    if (!/\brespond-async\b/i.test(prefer)) {
      if (!batch) return next()
      throw new NetSuiteError(400, {
        detail: `Batch operations require the request header 'Prefer: respond-async'.`,
        'o:errorCode': 'INVALID_HEADER',
        'o:errorHeader': 'Prefer',
      })
    }
    const body = await c.req.text()
    const { id, isNew } = await jobs.start(
      batch
        ? batchTasks(c.req.raw, body, RECORD_ROOT)
        : [{ request: synchronous(c.req.raw, body) }],
      {
        idempotencyKey: c.req.header('x-netsuite-idempotency-key') ?? null,
        parallel: /batch-processing="?parallel/i.test(prefer),
      },
    )
    const location = `${url.origin}${ASYNC_ROOT}/job/${id}`
    if (!isNew) return usedKey(location)
    return new Response(null, {
      status: 202,
      headers: {
        'Preference-Applied': 'respond-async',
        'Content-Type': 'application/json',
        Location: location,
      },
    })
  }
}

/** The states of jobs and their tasks, and the results of tasks. */
export function asyncRoutes(jobs: AsyncJobs): Hono<SandboxEnv> {
  const app = new Hono<SandboxEnv>()
  const job = async (id: string, path: string): Promise<JobState> => {
    const found = await jobs.find(id)
    if (!found) throw notFound('The job does not exist.', path)
    return found
  }
  const task = async (id: string, number: string, path: string): Promise<TaskState> => {
    const found = (await job(id, path)).tasks.find((one) => String(one.number) === number)
    if (!found) throw notFound('The task does not exist.', path)
    return found
  }
  app.get('/job/:id', async (c) => {
    const { id, progress } = await job(c.req.param('id'), c.req.path)
    const self = `${new URL(c.req.url).origin}${ASYNC_ROOT}/job/${id}`
    return c.json({
      links: linksTo(self),
      completed: isCompleted(progress),
      id,
      progress,
      task: { links: linksTo(`${self}/task`) },
    })
  })
  app.get('/job/:id/task', async (c) => {
    const { id, tasks } = await job(c.req.param('id'), c.req.path)
    const self = `${new URL(c.req.url).origin}${ASYNC_ROOT}/job/${id}/task`
    return c.json({
      links: linksTo(self),
      count: tasks.length,
      hasMore: false,
      items: tasks.map(({ number }) => ({ links: linksTo(`${self}/${number}`) })),
      offset: 0,
      totalResults: tasks.length,
    })
  })
  app.get('/job/:id/task/:number', async (c) => {
    const { id, number: wanted } = c.req.param()
    const state = await task(id, wanted, c.req.path)
    const { number, started, ended } = state
    const progress = progressOf([state])
    const self = `${new URL(c.req.url).origin}${ASYNC_ROOT}/job/${id}/task/${number}`
    const json: JsonObject = {
      links: [
        { rel: 'related', href: `${self}/result` },
        { rel: 'self', href: self },
      ],
      completed: isCompleted(progress),
      id: String(number),
      progress,
    }
    if (started) json.startTime = seconds(started)
    if (ended) json.endTime = seconds(ended)
    return c.json(json)
  })
  app.get('/job/:id/task/:number/result', async (c) => {
    const { answer } = await task(c.req.param('id'), c.req.param('number'), c.req.path)
    if (!answer) throw notFound('The task has not been completed yet.', c.req.path)
    const headers = new Headers()
    if (answer.location !== null) headers.set('Location', answer.location)
    if (answer.contentType !== null) headers.set('Content-Type', answer.contentType)
    return new Response(answer.body === '' ? null : answer.body, { status: answer.status, headers })
  })
  return app
}

const isCompleted = (progress: JobState['progress']): boolean =>
  progress === 'succeeded' || progress === 'failed'

const seconds = (date: Date): string => `${date.toISOString().slice(0, 19)}Z`

/** The same request, to be carried out at once. */
function synchronous(request: Request, body: string): Request {
  const headers = new Headers(request.headers)
  headers.delete('prefer')
  const hasBody = request.method !== 'GET' && request.method !== 'DELETE'
  return new Request(request.url, {
    method: request.method,
    headers,
    ...(hasBody ? { body } : {}),
  })
}

/** A key that was used: the first job is named, nothing is done again. */
function usedKey(location: string): Response {
  const body = {
    type: 'https://www.rfc-editor.org/rfc/rfc9110.html#section-15.5.1',
    title: 'Conflict',
    status: 400,
    'o:errorDetails': [
      {
        detail: 'A request with this idempotency key was sent before. See the header Location.',
        'o:errorCode': 'IDEMPOTENCY_ERROR',
        'o:errorHeader': 'X-NetSuite-Idempotency-Key',
      },
    ],
  }
  return new Response(JSON.stringify(body), {
    status: 400,
    headers: {
      'Content-Type': 'application/vnd.oracle.resource+json; type=error',
      Location: location,
    },
  })
}
