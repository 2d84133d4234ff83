import { and, eq } from 'drizzle-orm'
import { flowEdits } from '#db/schema/index.ts'
import type { Engine } from './engine.ts'
import { createFlow, loadFlow } from './flows.ts'

/**
 * Makes another flow of a flow's draft: a draft of its own, with a name of its own, that has written
 * nothing yet and is not enabled. It remembers the same template. It goes to the same integration
 * unless another is named. Throws NotFoundError for a flow or an integration that does not exist.
 */
export async function cloneFlow(
  engine: Engine,
  clone: { flowId: string; name?: string; integrationId?: string; userId?: string | null },
): Promise<{ flowId: string }> {
  const { db } = engine.database
  const { flow, document } = await loadFlow(engine, clone.flowId)
  const integrationId = clone.integrationId ?? flow.integrationId
  const name = clone.name ?? copyName(document.name)
  const made = await createFlow(engine, { integrationId, document, name, userId: clone.userId })
  const first = await db
    .select({ revision: flowEdits.revision, edits: flowEdits.edits })
    .from(flowEdits)
    .where(and(eq(flowEdits.flowId, clone.flowId), eq(flowEdits.revision, 1)))
  const rows = first.map((row) => ({ ...row, flowId: made.flowId }))
  if (rows.length > 0) await db.insert(flowEdits).values(rows).onConflictDoNothing()
  return made
}

/** Within the 200 characters that a name may have. */
function copyName(name: string): string {
  return `${name.slice(0, 190)} (copy)`
}
