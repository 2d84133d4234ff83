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

/** The wanted templates with all that they call, each once and behind what it calls. */
export function withCalledTemplates(wanted: readonly string[]): string[] {
  const ordered = new Set<string>()
  const add = (id: string) => {
    if (ordered.has(id)) return
    for (const node of cloneTemplate(id).nodes) {
      const called = node.kind === 'flow.call' ? node.config.flow : undefined
      if (typeof called === 'string' && TEMPLATES.some((one) => one.id === called)) add(called)
    }
    ordered.add(id)
  }
  wanted.forEach(add)
  return [...ordered]
}
