import type * as Monaco from 'monaco-editor/editor/editor.api.js'
import type { LintFinding } from '#engine/mapping/lint.ts'
import type { SourceField } from '#engine/mapping/source-fields.ts'
import type { PreviewRecord } from '../_preview/protocol.ts'
import type { MappingSetting } from '../_ui/jsonata-input.tsx'

/** What is known beside the text of one editor. */
export interface LanguageContext {
  fields: readonly SourceField[]
  settings: readonly MappingSetting[]
  sample: PreviewRecord | null
  findings: readonly LintFinding[]
  /** Told in words what became of formatting. */
  tell: (words: string) => void
}

const contexts = new WeakMap<Monaco.editor.ITextModel, LanguageContext>()

/** Monaco asks for help by the text's model, one language for all editors of the page. */
export function setLanguageContext(
  model: Monaco.editor.ITextModel,
  context: LanguageContext,
): void {
  contexts.set(model, context)
}

export function languageContext(model: Monaco.editor.ITextModel): LanguageContext {
  return contexts.get(model) ?? UNKNOWN
}

const UNKNOWN: LanguageContext = {
  ...{ fields: [], settings: [], sample: null, findings: [] },
  tell: () => undefined,
}
