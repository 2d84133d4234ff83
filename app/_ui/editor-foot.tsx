import { Button } from '@mantine/core'
import { IconAlertTriangle, IconAlignLeft } from '@tabler/icons-react'
import type { LintFinding } from '#engine/mapping/lint.ts'
import classes from './field-form.module.css'

interface EditorFootProps {
  /** What became of formatting, in words. */
  told: string
  findings: readonly LintFinding[]
  readOnly: boolean
  onFormat: () => void
  /** Goes to the next fault or warning and explains it. */
  onNext: () => void
}

/** Below the code: how many warnings there are, and a button that lays it out. */
export function EditorFoot({ told, findings, readOnly, onFormat, onNext }: EditorFootProps) {
  return (
    <div className={classes.editorFoot}>
      {findings.length > 0 && (
        <Button
          className={classes.editorFindings}
          size="compact-xs"
          variant="subtle"
          color="gray"
          leftSection={<IconAlertTriangle size={14} aria-hidden />}
          title="Show the next one"
          onClick={onNext}
        >
          {countOf(findings)}
        </Button>
      )}
      <span className={classes.editorTold} role="status">
        {told}
      </span>
      <Button
        size="compact-xs"
        variant="subtle"
        color="gray"
        leftSection={<IconAlignLeft size={14} aria-hidden />}
        title="Format (Shift+Alt+F)"
        disabled={readOnly}
        onClick={onFormat}
      >
        Format
      </Button>
    </div>
  )
}

function countOf(findings: readonly LintFinding[]): string {
  const warnings = findings.filter(({ severity }) => severity === 'warning').length
  const hints = findings.length - warnings
  const words = [
    warnings > 0 && (warnings === 1 ? '1 warning' : `${warnings} warnings`),
    hints > 0 && (hints === 1 ? '1 hint' : `${hints} hints`),
  ]
  return words.filter(Boolean).join(', ')
}
