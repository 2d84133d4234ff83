'use client'

import { useEffect, useState, type ComponentType, type Ref } from 'react'
import type { SourceField } from '#engine/mapping/source-fields.ts'
import type { Json } from '#nodes/json.ts'
import type { PreviewRecord } from '../_preview/protocol.ts'
import type { ExpressionFault } from './expression-fault.ts'
import classes from './field-form.module.css'

export interface JsonataInputProps {
  /** What a screen reader calls the editor. */
  label: string
  value: string
  onChange: (text: string) => void
  fault: ExpressionFault | null
  /** What evaluating it on the sample ended in; underlined where its place is known. */
  failure?: { message: string; position: number | null } | null
  /** A CSS length. */
  height: string
  readOnly: boolean
  /** The record's fields as the samples have them: offered while one types, and missed by the lint. */
  sourceFields?: readonly SourceField[]
  /** The flow's settings, offered within `$setting("…")`. */
  settings?: readonly MappingSetting[]
  /** The sample whose values are shown where the pointer rests. */
  sample?: PreviewRecord | null
  /** The cursor's place in the text, in characters from 0. */
  onCursor?: (offset: number) => void
  /** Lets others write at the cursor, such as a field that is dropped. */
  insert?: Ref<JsonataInsert>
}

/** A setting of the flow, by its key. */
export interface MappingSetting {
  key: string
  label: string
  value: Json | undefined
}

export interface JsonataInsert {
  /**
   * Writes a text at the cursor, or in place of what is selected, and focuses the editor; which text
   * may depend on what stands before.
   */
  insert: (textBehind: (before: string) => string) => void
  /** Puts the cursor there and shows it; with an end, selects up to it. */
  reveal: (start: number, end?: number) => void
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
