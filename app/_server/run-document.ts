import { eq } from 'drizzle-orm'
import { runs } from '#db/schema/index.ts'
import { loadVersion, NotFoundError, type Engine } from '#engine/api.ts'
import { parseFlowDocument, type FlowDocument } from '#engine/graph/schema.ts'

/** What a run executed. */
export interface RunDocument {
  document: FlowDocument
  /** A test of the draft keeps the draft as it was then; it belongs to no version. */
  draft: boolean
}

/** The flow as a run executed it. Throws NotFoundError for a run that does not exist. */
export async function runDocument(engine: Engine, runId: number): Promise<RunDocument> {
  const [run] = await engine.database.db
    .select({ flowId: runs.flowId, version: runs.version, document: runs.document })
    .from(runs)
    .where(eq(runs.id, runId))
  if (!run) throw new NotFoundError(`There is no run ${runId}.`)
  const draft = run.document !== null
  const document = draft
    ? parseFlowDocument(run.document)
    : await loadVersion(engine, run.flowId, run.version)
  return { document, draft }
}
