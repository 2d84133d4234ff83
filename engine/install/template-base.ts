import { and, eq } from 'drizzle-orm'
import { z } from 'zod'
import type { Db } from '#db/client.ts'
import { flowEdits } from '#db/schema/index.ts'
import type { FlowDocument } from '../graph/schema.ts'
import { parseFlowDocument } from '../graph/schema.ts'
import { findTemplate, templateDocument, type Templates } from '../templates.ts'

/** The revision of a new draft: edits are counted from here on. */
const FIRST_REVISION = 1

/**
 * Keeps the document of the template that a new flow was made of, as its first edit: what an update is
 * compared with, when the catalogue has long gone on. A flow of no template, or of a version that is
 * not the catalogue's, gets none.
 */
export async function keepTemplateBase(
  tx: Db,
  flowId: string,
  document: FlowDocument,
): Promise<void> {
  const { template } = document
  const present = template && findTemplate(template.id)
  if (!template || present?.version !== template.version) return
  const base = templateDocument(template.id, template.version)
  const edits = [{ type: 'restore', document: base }]
  await tx.insert(flowEdits).values({ flowId, revision: FIRST_REVISION, edits })
}

/**
 * A template as it was at the version that a flow has: from the catalogue, or as it was kept when the
 * flow was made. Null when neither knows it.
 */
export async function templateBase(
  db: Db,
  flow: { id: string; template: { id: string; version: number } },
  templates?: Templates,
): Promise<FlowDocument | null> {
  const { id, version } = flow.template
  const known = templateDocument(id, version, templates)
  if (known) return known
  const [first] = await db
    .select({ edits: flowEdits.edits })
    .from(flowEdits)
    .where(and(eq(flowEdits.flowId, flow.id), eq(flowEdits.revision, FIRST_REVISION)))
  const parsed = keptSchema.safeParse(first?.edits)
  const kept = parsed.success ? parseFlowDocument(parsed.data[0].document) : null
  return kept?.template?.id === id && kept.template.version === version ? kept : null
}

const keptSchema = z.tuple([z.object({ type: z.literal('restore'), document: z.unknown() })])
