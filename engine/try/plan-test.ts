import type { JsonObject } from '#nodes/json.ts'
import { compile, type Compiled } from '../compile/compile.ts'
import { cutFlow, type Cut } from '../compile/cut-flow.ts'
import type { FlowDocument } from '../graph/schema.ts'

export type TestPlan = Compiled & {
  /** Nodes that are not run, because their output is kept. */
  pinned: ReadonlySet<string>
}

/** Compiles what a test of a draft runs of it; `settings` are the integration's. */
export function planTest(document: FlowDocument, cut: Cut, settings: JsonObject): TestPlan {
  const { document: part, pinned, problems } = cutFlow(document, cut)
  if (problems.length > 0) return { ok: false, problems, pinned }
  const entries = [...pinned, ...(cut.at === undefined ? [] : [cut.at])]
  const compiled = compile(part, { settings, entries })
  if (!compiled.ok) return { ...compiled, pinned }
  const { plan } = compiled
  // Nothing is read where records are put in by hand, nor where they are kept.
  const sources = cut.at === undefined ? plan.sources.filter((id) => !pinned.has(id)) : []
  return { ...compiled, plan: { ...plan, sources }, pinned }
}
