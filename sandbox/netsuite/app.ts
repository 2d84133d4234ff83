import { Hono } from 'hono'
import type postgres from 'postgres'
import type { SandboxApp, SandboxContext, SandboxEnv } from '../context.ts'
import { createAccountClock } from './account/account-clock.ts'
import { accountStore, createAccount } from './account/account.ts'
import { adminRoutes } from './control/admin.ts'
import { createAsyncJobs, createJobTables } from './services/async-jobs.ts'
import { ASYNC_ROOT, asyncRoutes, respondAsync } from './services/async-routes.ts'
import { grantToken, TOKEN_PATH } from './auth/auth-oauth2.ts'
import { authenticate } from './auth/authenticate.ts'
import { createConcurrency } from './account/concurrency.ts'
import { errorOfStatus, NetSuiteError, notFound } from './errors.ts'
import { maintenancePage } from './account/maintenance.ts'
import { checkPermissions } from './account/permissions.ts'
import { actionRoutes } from './records/record-actions.ts'
import { RECORD_ROOT, recordRoutes } from './records/record-routes.ts'
import { restletErrorOfStatus } from './services/restlet-error.ts'
import { RESTLET_PATH, restletRoutes } from './services/restlet.ts'
import { createSavedSearches, savedSearchRoutes } from './services/saved-searches.ts'
import { createNetSuiteTables } from './records/schema.ts'
import { createSequences } from './records/sequences.ts'
import { createSetupRecords } from './records/setup-records.ts'
import { suiteQlRoute } from './suiteql/route.ts'
import { systemRoutes } from './account/system-routes.ts'
import { createUserEvents } from './services/user-event.ts'
import { createWriter } from './records/write-record.ts'

const SUITEQL_PATH = '/services/rest/query/v1/suiteql'

/** Creates the stand-in's tables and the account's credentials, unless they exist. */
export async function prepareNetSuite(tx: postgres.TransactionSql): Promise<void> {
  await createNetSuiteTables(tx)
  await createAccount(tx)
  await createSavedSearches(tx)
  await createJobTables(tx)
}

/**
 * A local server that behaves like one NetSuite account: sign-in, REST record service, SuiteQL and
 * concurrency limit, plus `/_sandbox/*` to look behind the scenes.
 */
export function createNetSuite({ sql, faults, calls, ...context }: SandboxContext): SandboxApp {
  // NetSuite reads an address with a slash at its end as the one without.
  const app = new Hono<SandboxEnv>({ strict: false })
  const account = accountStore(sql)
  const clock = createAccountClock(account, context.now)
  const { now, signInNow } = clock
  const setup = createSetupRecords(sql)
  const sequences = createSequences(sql)
  const concurrency = createConcurrency(async () => (await account.get()).settings.concurrencyLimit)

  app.use(calls.middleware(isWriting), clock.middleware)
  const trouble = faults.middleware((status) => errorOfStatus(status).response())
  app.route('/_sandbox/saved-searches', savedSearchRoutes({ sql, account, setup, now }))
  app.route(
    '/_sandbox',
    adminRoutes({ sql, now, faults, calls, account, setup, sequences, concurrency }),
  )

  app.use('/services/*', maintenancePage(account))
  app.post(TOKEN_PATH, trouble, async (c) => {
    const form = new URLSearchParams(await c.req.text())
    const { origin } = new URL(c.req.url)
    const answer = await grantToken(await account.get(), form, origin, signInNow())
    if ('error' in answer) return c.json({ error: answer.error }, answer.status)
    return c.json(answer)
  })

  // Trouble comes last: a request that is slow holds its place among the simultaneous ones.
  app.use(
    '/services/*',
    authenticate(account, signInNow),
    concurrency.middleware(() => errorOfStatus(429).response()),
    trouble,
    checkPermissions(account),
  )
  app.use(
    RESTLET_PATH,
    maintenancePage(account),
    authenticate(account, signInNow, {
      scope: 'restlets',
      refuse: (_, headers) => restletErrorOfStatus(401).response(headers),
    }),
    concurrency.middleware(() => restletErrorOfStatus(429).response()),
    faults.middleware((status) => restletErrorOfStatus(status).response()),
  )
  app.options('/services/rest/*', () => new Response(null, { status: 204, headers: METHODS }))
  app.route('/services/rest/system/v1', systemRoutes(account, now))
  app.route(RESTLET_PATH, restletRoutes({ sql, account, setup, sequences, now }))
  app.post(SUITEQL_PATH, suiteQlRoute({ sql, account, setup, now }))
  const records = new Hono<SandboxEnv>({ strict: false })
  records.route(RECORD_ROOT, actionRoutes(sql, setup, now))
  const userEvents = createUserEvents(account)
  const writer = createWriter({ sql, setup, sequences, now, userEvents })
  records.route(RECORD_ROOT, recordRoutes(sql, setup, writer))
  records.onError(answerError)
  const jobs = createAsyncJobs(sql, async (request) => records.fetch(request), now)
  app.use(`${RECORD_ROOT}/*`, respondAsync(jobs))
  app.route(ASYNC_ROOT, asyncRoutes(jobs))
  app.route('/', records)

  app.notFound((c) => notFound('Invalid URL path.', c.req.path).response())
  app.onError(answerError)
  return app
}

const METHODS = { Allow: 'DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT' }

function answerError(error: Error): Response {
  if (error instanceof NetSuiteError) return error.response()
  console.error(error)
  return errorOfStatus(500).response()
}

/** Requests that may change records; a query or a sign-in is a POST that changes none. */
function isWriting(method: string, path: string): boolean {
  if (method === 'GET' || method === 'HEAD' || method === 'OPTIONS') return false
  return path !== SUITEQL_PATH && path !== TOKEN_PATH
}
