import type * as Monaco from 'monaco-editor/editor/editor.api.js'
import type { LintFinding } from '#engine/mapping/lint.ts'
import type { ExpressionFault } from '../_ui/expression-fault.ts'

/** What is underlined: the fault of the text, and the traps in it. */
export function markersOf(
  monaco: typeof Monaco,
  model: Monaco.editor.ITextModel,
  { fault, findings }: { fault: ExpressionFault | null; findings: readonly LintFinding[] },
): Monaco.editor.IMarkerData[] {
  const place = (start: number, end: number) => {
    const [from, to] = [model.getPositionAt(start), model.getPositionAt(end)]
    return {
      ...{ startLineNumber: from.lineNumber, startColumn: from.column },
      ...{ endLineNumber: to.lineNumber, endColumn: to.column },
    }
  }
  const traps = findings.map(({ code, message, range, severity }) => ({
    ...place(range.start, range.end),
    code,
    message,
    severity: severity === 'warning' ? monaco.MarkerSeverity.Warning : monaco.MarkerSeverity.Info,
  }))
  if (!fault) return traps
  const { line, column, at } = fault.place
  const start = model.getOffsetAt({ lineNumber: line, column })
  const { message } = fault
  const marker = {
    ...place(start, start + at.length),
    message,
    severity: monaco.MarkerSeverity.Error,
  }
  return [marker, ...traps]
}
