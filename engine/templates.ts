import { TEMPLATES } from '#nodes/templates/catalog.ts'
import type { Template } from '#nodes/templates/template.ts'
import { NotFoundError } from './engine.ts'
import { parseFlowDocument, type FlowDocument } from './graph/schema.ts'

/** The prebuilt flows, in the order of the gallery. */
export function listTemplates(): readonly Template[] {
  return TEMPLATES
}

/** A catalogue of templates: ours, unless a test has its own. */
export type Templates = readonly Template[]

/** The template with this id. */
export function findTemplate(id: string, templates: Templates = TEMPLATES): Template | undefined {
  return templates.find((one) => one.id === id)
}

/** A template's document as it was at one of its versions; null where the catalogue has it not. */
export function templateDocument(
  id: string,
  version: number,
  templates: Templates = TEMPLATES,
): FlowDocument | null {
  const template = findTemplate(id, templates)
  const all = template ? [template, ...(template.older ?? [])] : []
  const found = all.find((one) => one.version === version)
  return found ? parseFlowDocument({ ...found.document, template: { id, version } }) : null
}

/** A template's document, ready to become a flow that remembers where it came from. */
export function cloneTemplate(templateId: string): FlowDocument {
  const template = findTemplate(templateId)
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
