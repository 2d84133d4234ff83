'use client'

import { useEffect, useState, type ComponentType } from 'react'
import type { ExpressionFault } from './expression-fault.ts'
import classes from './field-form.module.css'

export interface JsonataInputProps {
  /** What a screen reader calls the editor. */
  label: string
  value: string
  onChange: (text: string) => void
  fault: ExpressionFault | null
  /** A CSS length. */
  height: string
  readOnly: boolean
}

/**
 * A code editor for JSONata. Monaco is large and runs in a browser only, so it is loaded when the
 * first one is shown; until then the text can be edited plainly.
 */
export function JsonataInput(props: JsonataInputProps) {
  const { label, value, onChange, fault, height, readOnly } = props
  const [Editor, setEditor] = useState<ComponentType<JsonataInputProps> | null>(null)
  useEffect(() => {
    let shown = true
    import('./jsonata-editor.tsx').then(
      ({ JsonataEditor }) => shown && setEditor(() => JsonataEditor),
      // The plain text area stays; an editor that cannot be loaded must not keep anybody from work.
      () => undefined,
    )
    return () => {
      shown = false
    }
  }, [])
  return (
    <div className={classes.codeFrame} style={{ height }} data-invalid={fault ? true : undefined}>
      {Editor ? (
        <Editor {...props} />
      ) : (
        <textarea
          className={`${classes.fallback} ${classes.code}`}
          aria-label={label}
          spellCheck={false}
          readOnly={readOnly}
          value={value}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      )}
    </div>
  )
}
