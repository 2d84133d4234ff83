import type { inferRouterOutputs } from '@trpc/server'
import { booksRouter } from './routers/books.ts'
import { connectionsRouter } from './routers/connections.ts'
import { errorsRouter } from './routers/errors.ts'
import { flowsRouter } from './routers/flows.ts'
import { recordsRouter } from './routers/records.ts'
import { runsRouter } from './routers/runs.ts'
import { samplesRouter } from './routers/samples.ts'
import { sandboxRouter } from './routers/sandbox.ts'
import { searchRouter } from './routers/search.ts'
import { templatesRouter } from './routers/templates.ts'
import { versionsRouter } from './routers/versions.ts'
import { createCallerFactory, router } from './trpc.ts'

export const appRouter = router({
  books: booksRouter,
  connections: connectionsRouter,
  errors: errorsRouter,
  flows: flowsRouter,
  records: recordsRouter,
  runs: runsRouter,
  samples: samplesRouter,
  sandbox: sandboxRouter,
  search: searchRouter,
  templates: templatesRouter,
  versions: versionsRouter,
})

export type AppRouter = typeof appRouter
export type Outputs = inferRouterOutputs<AppRouter>

/** Calls procedures without HTTP, for tests. */
export const createCaller = createCallerFactory(appRouter)
