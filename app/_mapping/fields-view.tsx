'use client'

import { useState, type DragEvent } from 'react'
import { AddField } from './add-field.tsx'
import { CodeView } from './code-view.tsx'
import classes from './fields-view.module.css'
import { pathKey } from './held-text.ts'
import { MappingLine } from './mapping-line.tsx'
import { useMapping } from './mapping-model.tsx'
import { droppedField, isField } from './source-drag.ts'
import { FieldsViewProvider, useFieldsViewState } from './use-fields-view.ts'
import type { Inserting } from './use-insert.ts'

interface FieldsViewProps {
  inserting: Inserting
  /** Told which target has the focus; null for a line that is none. */
  onFocus: (name: string | null) => void
}

/** A mapping as rows: one for each field of the result. */
export function FieldsView({ inserting, onFocus }: FieldsViewProps) {
  const model = useMapping()
  const { view, lines, readOnly, target } = model
  const shared = useFieldsViewState(model, inserting, onFocus)
  const [over, setOver] = useState(false)
  if (!view.tabular) return <NoRows />
  const onDragOver = (event: DragEvent) => {
    if (readOnly || !isField(event)) return
    event.preventDefault()
    event.dataTransfer.dropEffect = 'copy'
    setOver(true)
  }
  const onDrop = (event: DragEvent) => {
    setOver(false)
    const source = droppedField(event)
    if (readOnly || source === '') return
    event.preventDefault()
    inserting.append(source, [])
  }
  return (
    <FieldsViewProvider value={shared}>
      <div
        className={classes.fields}
        role="group"
        aria-label="Mapped fields"
        data-mapping-fields
        data-over={over || undefined}
        onDragOver={onDragOver}
        onDragLeave={() => setOver(false)}
        onDrop={onDrop}
      >
        {target?.problem && (
          <p className={classes.note} role="status">
            {target.fields.length > 0
              ? `The field list may be out of date: ${target.problem}`
              : `The field list could not be read: ${target.problem}`}
          </p>
        )}
        <Prologue text={view.prologue} names={view.variables} />
        {lines.length > 0 && (
          <div className={classes.columns} aria-hidden>
            <span>Field</span>
            <span>Expression</span>
            <span>Value</span>
          </div>
        )}
        {lines.map((line) => (
          <MappingLine key={pathKey(line.owner)} line={line} />
        ))}
        {!readOnly && (
          <>
            <AddField line={null} />
            <p className={classes.drop} aria-hidden>
              Drop a field here to make a new row of it.
            </p>
          </>
        )}
      </div>
    </FieldsViewProvider>
  )
}

/** Variables that the rows read; they are changed as code. */
function Prologue({ text, names }: { text: string; names: readonly string[] }) {
  if (text === '') return null
  return (
    <details className={classes.prologue}>
      <summary>
        Variables <span>{names.map((name) => `$${name}`).join(' ')}</span>
      </summary>
      <pre tabIndex={0}>{text}</pre>
    </details>
  )
}

function NoRows() {
  return (
    <div className={classes.whole}>
      <p className={classes.note}>
        This mapping is one expression without fields of its own to show as rows. It is edited as
        code.
      </p>
      <CodeView />
    </div>
  )
}
