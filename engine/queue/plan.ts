import { and, eq } from 'drizzle-orm'
import { flows, flowVersions, integrations, runs } from '#db/schema/index.ts'
import { isJsonObject } from '#nodes/json.ts'
import { compile } from '../compile/compile.ts'
import type { Plan } from '../compile/plan.ts'
import { NotFoundError, type Engine } from '../engine.ts'
import { parseFlowDocument, type FlowDocument } from '../graph/schema.ts'
import { planTest } from '../try/plan-test.ts'
import { readOptions } from './options.ts'

/** A run as its jobs need it: the row, its flow, and the plan of the version it executes. */
export interface PlannedRun {
  run: typeof runs.$inferSelect
  flow: typeof flows.$inferSelect
  document: FlowDocument
  plan: Plan
  /** In a test of the draft: nodes that are not run, because their output is kept. */
  pinned: ReadonlySet<string>
}

/** A flow's version no longer compiles, such as after a kind was removed. */
export class UnrunnableError extends Error {
  override readonly name = 'UnrunnableError'
}

type Compiled = Pick<PlannedRun, 'document' | 'plan' | 'pinned'>

/** Loads runs with their plans; a version is compiled once per process and integration settings. */
export function openPlans(engine: Engine): { load: (runId: number) => Promise<PlannedRun> } {
  const compiled = new Map<string, Compiled>()
  const { db } = engine.database
  return {
    load: async (runId) => {
      const [row] = await db
        .select({ run: runs, flow: flows, settings: integrations.settings })
        .from(runs)
        .innerJoin(flows, eq(flows.id, runs.flowId))
        .innerJoin(integrations, eq(integrations.id, flows.integrationId))
        .where(eq(runs.id, runId))
      if (!row) throw new NotFoundError(`There is no run ${runId}.`)
      const { run, flow, settings } = row
      const key = run.document
        ? `run ${run.id}`
        : `${run.flowId} ${run.version} ${JSON.stringify(settings)}`
      const known = compiled.get(key)
      if (known) return { run, flow, ...known }
      const document = parseFlowDocument(run.document ?? (await versionOf(engine, run)))
      const shared = isJsonObject(settings) ? settings : {}
      const { at, until } = readOptions(run.options)
      const result = run.document
        ? planTest(document, { at, until }, shared)
        : { ...compile(document, { settings: shared }), pinned: new Set<string>() }
      if (!result.ok) {
        const faults = result.problems.filter((problem) => problem.severity === 'error')
        throw new UnrunnableError(faults.map((problem) => problem.message).join(' '))
      }
      const fresh = { document, plan: result.plan, pinned: result.pinned }
      // Plans are small; the oldest goes when a process has seen very many.
      if (compiled.size > 200) compiled.delete(compiled.keys().next().value ?? '')
      compiled.set(key, fresh)
      return { run, flow, ...fresh }
    },
  }
}

async function versionOf(engine: Engine, run: typeof runs.$inferSelect): Promise<unknown> {
  const [version] = await engine.database.db
    .select({ document: flowVersions.document })
    .from(flowVersions)
    .where(and(eq(flowVersions.flowId, run.flowId), eq(flowVersions.number, run.version)))
  if (!version) throw new NotFoundError(`Flow ${run.flowId} has no version ${run.version}.`)
  return version.document
}
