import { Hono } from 'hono'
import { z } from 'zod'
import type { SandboxEnv, SandboxRequest } from '../../context.ts'
import { NetSuiteError } from '../errors.ts'
import { RestletError, restletErrorOf, restletErrorOfStatus } from './restlet-error.ts'
import { listSavedSearches, runSavedSearch } from './saved-searches.ts'
import { createUserEvents } from './user-event.ts'
import { voidTransaction, type VoidTools } from '../receivables/void-transaction.ts'

/** Where NetSuite serves RESTlets. */
export const RESTLET_PATH = '/app/site/hosting/restlet.nl'

/**
 * Answers as the Tributary RESTlet does once it is deployed in an account: it lists and runs saved
 * searches and voids transactions, which REST has no calls for. POST takes JSON, GET the same names
 * in the query. Any other script or deployment does not exist here.
 */
export function restletRoutes(tools: VoidTools): Hono<SandboxEnv> {
  const app = new Hono<SandboxEnv>()
  app.post('/', async (c) => {
    checkScript(c)
    return c.json(await carryOut(tools, jsonOf(await c.req.text())))
  })
  app.get('/', async (c) => {
    checkScript(c)
    const { script: _, deploy: _deployment, ...sent } = c.req.query()
    return c.json(await carryOut(tools, sent))
  })
  app.all('/', () => {
    throw new RestletError(
      'SSS_INVALID_REQUEST',
      'The script has no function for this method.',
      405,
    )
  })
  app.onError((error) => {
    if (error instanceof RestletError) return error.response()
    if (error instanceof NetSuiteError) return restletErrorOf(error).response()
    console.error(error)
    return restletErrorOfStatus(500).response()
  })
  return app
}

function checkScript(c: SandboxRequest): void {
  const { script, deploy } = c.req.query()
  if (script === undefined || deploy === undefined) {
    throw new RestletError(
      'SSS_MISSING_REQD_ARGUMENT',
      `Missing a required argument: ${script === undefined ? 'script' : 'deploy'}`,
    )
  }
  if (script !== 'customscript_tributary' || deploy !== 'customdeploy_tributary') {
    throw new RestletError(
      'SSS_INVALID_SCRIPTLET_ID',
      'That Suitelet is invalid, disabled, or no longer exists.',
    )
  }
}

async function carryOut(tools: VoidTools, sent: unknown): Promise<object> {
  const parsed = requestSchema.safeParse(sent)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    const name = issue?.path.join('.') ?? ''
    throw new RestletError(
      'SSS_MISSING_REQD_ARGUMENT',
      `Missing a required argument, or a wrong value: ${name === '' ? 'action' : name}`,
    )
  }
  const request = parsed.data
  switch (request.action) {
    case 'searches': {
      const searches = await listSavedSearches(tools.sql)
      return { searches: searches.map(({ id, title, type }) => ({ id, title, type })) }
    }
    case 'search': {
      const all = await listSavedSearches(tools.sql)
      const search = all.find(({ id }) => id === request.search.toLowerCase())
      if (!search) {
        throw new RestletError(
          'INVALID_SEARCH',
          `That search or mass update does not exist: ${request.search}.`,
        )
      }
      return runSavedSearch(tools, search, { ...request, since: request.since ?? null })
    }
    case 'void': {
      const { id, journalId } = await voidTransaction(tools, request)
      await createUserEvents(tools.account).afterSubmit(request.type, id, 'edit')
      return journalId === null ? { id, voided: true } : { id, journalId }
    }
  }
}

const idSchema = z.union([z.string().min(1), z.number()]).transform(String)

const requestSchema = z.discriminatedUnion('action', [
  z.object({ action: z.literal('searches') }),
  z.object({
    action: z.literal('search'),
    search: z.string().min(1),
    page: z.coerce.number().int().min(0).default(0),
    pageSize: z.coerce.number().int().min(1).max(1000).default(1000),
    since: z.iso.datetime({ offset: true }).nullish(),
  }),
  z.object({ action: z.literal('void'), type: z.string().min(1), id: idSchema }),
])

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new RestletError(
      'INVALID_JSON',
      'The request body is not valid JSON for the content type application/json.',
    )
  }
}
