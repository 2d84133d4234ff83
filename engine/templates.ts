import { TEMPLATES } from '#nodes/templates/catalog.ts'
import type { Template } from '#nodes/templates/template.ts'
import { NotFoundError } from './engine.ts'
import { parseFlowDocument, type FlowDocument } from './graph/schema.ts'

/** The prebuilt flows, in the order of the gallery. */
export function listTemplates(): readonly Template[] {
  return TEMPLATES
}

/** A template's document, ready to become a flow that remembers where it came from. */
export function cloneTemplate(templateId: string): FlowDocument {
  const template = TEMPLATES.find((one) => one.id === templateId)
  if (!template) {
    const known = TEMPLATES.map((one) => one.id).join(', ')
    throw new NotFoundError(`There is no template "${templateId}". Templates: ${known}.`)
  }
  const { id, version } = template
  return parseFlowDocument({ ...template.document, template: { id, version } })
}
