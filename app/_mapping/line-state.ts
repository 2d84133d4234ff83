import type { PreviewResult } from '../_preview/use-preview.ts'
import { expressionFault } from '../_ui/expression-fault.ts'
import type { Check } from './mapping-model.tsx'
import type { TargetLine } from './target-lines.ts'

/** Whether a line is good, and the reason why not. */
export interface LineState {
  tone: 'ok' | 'nothing' | 'hint' | 'warning' | 'error' | 'waiting'
  message: string
}

interface Known {
  /** What is being typed and cannot be read yet. */
  draft: string | undefined
  result: PreviewResult | undefined
  /** Of this place in the result. */
  checks: readonly Check[]
}

/** The one thing to say about a line: what keeps it from working first. */
export function lineState(line: TargetLine, { draft, result, checks }: Known): LineState {
  if (draft !== undefined) return draftState(draft, line)
  if (!line.row) {
    return line.field?.required
      ? { tone: 'warning', message: 'Required: nothing is mapped to it yet.' }
      : { tone: 'hint', message: 'New: say what goes here.' }
  }
  if (result && !result.ok) return { tone: 'error', message: result.message }
  for (const tone of ['error', 'warning', 'hint'] as const) {
    const check = checks.find(({ severity }) => severity === tone)
    if (check) return { tone, message: check.message }
  }
  if (line.isOverruled) {
    const message = 'A later row gives this field too, and counts wherever it gives a value.'
    return { tone: 'hint', message }
  }
  if (line.row.kind === 'object' || line.row.kind === 'group') return { tone: 'ok', message: '' }
  if (!result) return { tone: 'waiting', message: '' }
  if (result.value === undefined) {
    return { tone: 'nothing', message: 'Gives nothing for this sample: the field is left out.' }
  }
  return { tone: 'ok', message: 'Gives a value for this sample.' }
}

function draftState(draft: string, line: TargetLine): LineState {
  if (draft.trim() === '') {
    return line.row
      ? { tone: 'error', message: 'Say what goes here, or remove the field.' }
      : { tone: 'hint', message: 'New: say what goes here.' }
  }
  const fault = expressionFault(draft)
  if (!fault) return { tone: 'error', message: 'The mapping cannot be read with this in it.' }
  return { tone: 'error', message: `Character ${fault.place.column}: ${fault.message}` }
}
