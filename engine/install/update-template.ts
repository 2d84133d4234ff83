import { loadFlow } from '../flows.ts'
import type { Engine } from '../engine.ts'
import type { FlowDocument } from '../graph/schema.ts'
import { findTemplate, templateDocument, type Templates } from '../templates.ts'
import { templateBase } from './template-base.ts'

/** A newer version of the template that a flow was made of: two sides of a three-way difference. */
interface TemplateUpdate {
  templateId: string
  title: string
  /** The template's versions: the flow's, and the newest. */
  from: number
  to: number
  /** The template as the flow had it; null when nobody knows it any more. */
  base: FlowDocument | null
  /** The template as it is now. */
  theirs: FlowDocument
}

/**
 * The newer version of a flow's template; null for a flow that has the newest or was made of none.
 * Throws NotFoundError for a flow that does not exist. `templates` = the catalogue unless a test has
 * its own.
 */
export async function templateUpdate(
  engine: Engine,
  flowId: string,
  templates?: Templates,
): Promise<TemplateUpdate | null> {
  const { document } = await loadFlow(engine, flowId)
  const own = document.template
  const newest = own && findTemplate(own.id, templates)
  if (!own || !newest || newest.version <= own.version) return null
  const theirs = templateDocument(own.id, newest.version, templates)
  if (!theirs) return null
  const base = await templateBase(engine.database.db, { id: flowId, template: own }, templates)
  const { title } = newest
  return { templateId: own.id, title, from: own.version, to: newest.version, base, theirs }
}
