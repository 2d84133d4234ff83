import type { Runner } from '#nodes/runner.ts'
import type { Engine } from '../engine.ts'
import type { ClientPool } from './clients.ts'
import type { openPlans } from './plan.ts'

/** What the job handlers of one worker process share. */
export interface WorkerContext {
  engine: Engine
  workerId: string
  clients: ClientPool
  plans: ReturnType<typeof openPlans>
  findRunner: (kindId: string) => Runner | undefined
}

/** Pages of a run that may be stored and unfinished; reading waits above it (back-pressure). */
export const MAX_UNFINISHED_PAGES = 12

/** Reading goes on when so few are left: then it reads several pages in one go. */
export const RESUME_READING_AT = MAX_UNFINISHED_PAGES / 2

/** Records asked of a source at once. Stripe gives at most 100. */
export const PAGE_SIZE = 100
