import type * as Monaco from 'monaco-editor/editor/editor.api.js'
import { formatMapping } from '#engine/mapping/format.ts'
import { functionHelp, parametersOf } from '#engine/mapping/functions.ts'
import { completionsAt, functionText, type Completion } from './completions.ts'
import { cursorContext } from './cursor-context.ts'
import { hoverAt } from './hover.ts'
import { languageContext } from './language-context.ts'

/** Tells Monaco how to complete, explain and format JSONata, once per page. */
export function registerLanguage(monaco: typeof Monaco, language: string): void {
  monaco.languages.registerCompletionItemProvider(language, {
    triggerCharacters: ['.', '$', '"', "'"],
    provideCompletionItems: (model, position) => {
      const cursor = model.getOffsetAt(position)
      const found = completionsAt(model.getValue(), cursor, languageContext(model))
      const start = model.getPositionAt(found.start)
      const range = monaco.Range.fromPositions(start, position)
      return {
        suggestions: found.items.map((item, at) => suggestionOf(monaco, item, { at, range })),
      }
    },
  })

  monaco.languages.registerSignatureHelpProvider(language, {
    signatureHelpTriggerCharacters: ['(', ','],
    signatureHelpRetriggerCharacters: [')'],
    provideSignatureHelp: (model, position) => {
      const { call } = cursorContext(model.getValue(), model.getOffsetAt(position))
      const help = call && functionHelp(call.name)
      if (!help) return null
      const parameters = parametersOf(help)
      const activeParameter = Math.max(Math.min(call.argument, parameters.length - 1), 0)
      const signature = {
        label: `$${help.signature}`,
        documentation: functionText(help),
        parameters: parameters.map((label) => ({ label })),
      }
      const value = { signatures: [signature], activeSignature: 0, activeParameter }
      return { value, dispose: () => undefined }
    },
  })

  monaco.languages.registerHoverProvider(language, {
    provideHover: async (model, position, token) => {
      const offset = model.getOffsetAt(position)
      const hover = await hoverAt(model.getValue(), offset, languageContext(model))
      if (!hover || token.isCancellationRequested) return null
      return {
        range: rangeOf(monaco, model, hover.range),
        contents: hover.parts.map((value) => ({ value })),
      }
    },
  })

  monaco.languages.registerCodeActionProvider(language, {
    provideCodeActions: (model, range, { markers }) => {
      const { findings } = languageContext(model)
      const actions = findings.flatMap((finding): Monaco.languages.CodeAction[] => {
        const { fix } = finding
        const place = rangeOf(monaco, model, finding.range)
        if (!fix || !monaco.Range.areIntersectingOrTouching(place, range)) return []
        const edit = { resource: model.uri, textEdit: { range: place, text: fix.text } }
        return [
          {
            ...{ title: fix.title, kind: 'quickfix', isPreferred: true },
            diagnostics: markers.filter(({ message }) => message === finding.message),
            edit: { edits: [{ ...edit, versionId: model.getVersionId() }] },
          },
        ]
      })
      return { actions, dispose: () => undefined }
    },
  })

  monaco.languages.registerDocumentFormattingEditProvider(language, {
    displayName: 'Tributary',
    provideDocumentFormattingEdits: async (model) => {
      const { tell } = languageContext(model)
      const text = model.getValue()
      try {
        const formatted = await formatMapping(text)
        tell(formatted === text ? 'It is formatted already.' : 'Formatted.')
        return formatted === text ? [] : [{ range: model.getFullModelRange(), text: formatted }]
      } catch (fault) {
        tell(fault instanceof Error ? fault.message : 'It cannot be formatted.')
        return []
      }
    },
  })
}

function rangeOf(
  monaco: typeof Monaco,
  model: Monaco.editor.ITextModel,
  { start, end }: { start: number; end: number },
): Monaco.Range {
  return monaco.Range.fromPositions(model.getPositionAt(start), model.getPositionAt(end))
}

function suggestionOf(
  monaco: typeof Monaco,
  item: Completion,
  { at, range }: { at: number; range: Monaco.IRange },
): Monaco.languages.CompletionItem {
  const { CompletionItemKind } = monaco.languages
  const kinds = {
    field: CompletionItemKind.Field,
    function: CompletionItemKind.Function,
    variable: CompletionItemKind.Variable,
    setting: CompletionItemKind.Value,
  }
  const isCall = item.insert.endsWith('(')
  return {
    label: { label: item.label, description: item.kind === 'function' ? undefined : item.detail },
    kind: kinds[item.kind],
    insertText: item.insert,
    detail: item.detail,
    documentation: item.help,
    // As they are in the record, and functions behind the fields.
    sortText: `${item.kind === 'function' ? 1 : 0}${String(at).padStart(4, '0')}`,
    range,
    command: isCall
      ? { id: 'editor.action.triggerParameterHints', title: 'Parameters' }
      : undefined,
  }
}
