import { and, eq } from 'drizzle-orm'
import { flowEdits } from '#db/schema/index.ts'
import type { Engine } from './engine.ts'
import { createFlow, loadFlow } from './flows.ts'

/**
 * Makes another flow of a flow's draft, in the same integration: a draft of its own, with a name of its
 * own, that has written nothing yet. It remembers the same template. Throws NotFoundError for a flow
 * that does not exist.
 */
export async function cloneFlow(
  engine: Engine,
  clone: { flowId: string; name: string; userId?: string | null },
): Promise<{ flowId: string }> {
  const { db } = engine.database
  const { flow, document } = await loadFlow(engine, clone.flowId)
  const { name, userId } = clone
  const made = await createFlow(engine, {
    integrationId: flow.integrationId,
    // It writes beside the one it was made of: enabling it is for a person to decide.
    document: { ...document, schedule: null, pins: [] },
    ...{ name, userId },
  })
  const origin = await db
    .select({ revision: flowEdits.revision, edits: flowEdits.edits })
    .from(flowEdits)
    .where(and(eq(flowEdits.flowId, clone.flowId), eq(flowEdits.revision, 1)))
  const rows = origin.map((row) => ({ ...row, flowId: made.flowId }))
  if (rows.length > 0) await db.insert(flowEdits).values(rows).onConflictDoNothing()
  return made
}
