import { and, eq, sql } from 'drizzle-orm'
import type { Db } from '#db/client.ts'
import { flowDrafts, flowEdits, flows } from '#db/schema/index.ts'
import { storableJson } from '#db/text.ts'
import { withCalledFlows } from './called-flows.ts'
import { NotFoundError, type Engine } from './engine.ts'
import { applyEdit, EditError, type FlowEdit } from './graph/edit.ts'
import { parseFlowDocument, type FlowDocument } from './graph/schema.ts'

export type SavedEdits =
  | { ok: true; revision: number }
  | { ok: false; conflict: { revision: number; document: FlowDocument } }

interface Save {
  flowId: string
  baseRevision: number
  edits: FlowEdit[]
  /** Chosen by who saves; a request that is sent again under it is answered again, not made again. */
  saveId?: string
  userId?: string | null
}

/**
 * Applies edits to the draft. They were made on `baseRevision`; when the draft has moved on since,
 * nothing is applied and the present draft comes back, with the flows that it calls. Every open
 * designer of the flow is told. Throws EditError for an edit that does not fit.
 */
export async function saveEdits(engine: Engine, save: Save): Promise<SavedEdits> {
  const { flowId, baseRevision, edits, saveId = null } = save
  refuseUnstorable(edits)
  return engine.database.db.transaction(async (tx): Promise<SavedEdits> => {
    const [draft] = await tx
      .select()
      .from(flowDrafts)
      .where(eq(flowDrafts.flowId, flowId))
      .for('no key update')
    if (!draft) throw new NotFoundError(`There is no flow "${flowId}".`)
    const present = parseFlowDocument(draft.document)
    if (draft.revision !== baseRevision) {
      const next = baseRevision + 1
      if (await wasSaved(tx, { flowId, revision: next, saveId }))
        return { ok: true, revision: next }
      const document = await withCalled(tx, flowId, present)
      return { ok: false, conflict: { revision: draft.revision, document } }
    }
    // Parsed again: edits check their own part, the schema checks the whole.
    const document = parseFlowDocument(edits.reduce((one, edit) => applyEdit(one, edit), present))
    const revision = draft.revision + 1
    const userId = save.userId ?? null
    await tx
      .update(flowDrafts)
      .set({ document, revision, updatedBy: userId, updatedAt: sql`now()` })
      .where(eq(flowDrafts.flowId, flowId))
    await tx.insert(flowEdits).values({ flowId, revision, edits, userId, saveId })
    if (document.name !== present.name) {
      await tx.update(flows).set({ name: document.name }).where(eq(flows.id, flowId))
    }
    await tx.execute(sql`select pg_notify('tributary_draft', ${flowId})`)
    return { ok: true, revision }
  })
}

/** The database would refuse the whole save, and could not say why. */
function refuseUnstorable(edits: readonly FlowEdit[]): void {
  const text = JSON.stringify(edits)
  if (storableJson(text) === text) return
  throw new EditError(
    'A text in it holds a NUL or half a character, which cannot be stored. Take it out and save again.',
  )
}

/** Whether this very request has been answered before, with an answer that got lost. */
async function wasSaved(
  tx: Db,
  { flowId, revision, saveId }: { flowId: string; revision: number; saveId: string | null },
): Promise<boolean> {
  if (saveId === null) return false
  const saved = await tx
    .select({ revision: flowEdits.revision })
    .from(flowEdits)
    .where(
      and(
        eq(flowEdits.flowId, flowId),
        eq(flowEdits.revision, revision),
        eq(flowEdits.saveId, saveId),
      ),
    )
  return saved.length > 0
}

async function withCalled(tx: Db, flowId: string, document: FlowDocument): Promise<FlowDocument> {
  const [flow] = await tx
    .select({ integrationId: flows.integrationId })
    .from(flows)
    .where(eq(flows.id, flowId))
  return flow ? withCalledFlows(tx, flow.integrationId, document) : document
}
