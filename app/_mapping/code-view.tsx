'use client'

import { useMemo, type DragEvent } from 'react'
import { expressionFault } from '../_ui/expression-fault.ts'
import { FaultNote } from '../_ui/fault-note.tsx'
import { JsonataInput } from '../_ui/jsonata-input.tsx'
import classes from './code-view.module.css'
import { useMapping } from './mapping-model.tsx'
import { useMappingPlace } from './mapping-place.tsx'
import { droppedField, isField } from './source-drag.ts'
import { sourceWords } from './source-words.ts'

/** The same mapping as code; a field that is dropped goes to the cursor. */
export function CodeView() {
  const { label, value, onChange, readOnly, fields, sample, code, result } = useMapping()
  const place = useMappingPlace()
  const fault = useMemo(() => expressionFault(value), [value])
  const own = place?.document.settings.fields
  const settings = useMemo(
    () => own?.map(({ key, label: name }) => ({ key, label: name, value: place?.settings[key] })),
    [own, place?.settings],
  )
  const onDragOver = (event: DragEvent) => {
    if (readOnly || !isField(event)) return
    event.preventDefault()
    event.stopPropagation()
  }
  const onDrop = (event: DragEvent) => {
    const source = droppedField(event)
    if (readOnly || source === '') return
    event.preventDefault()
    event.stopPropagation()
    code.current?.insert((before) => sourceWords(source, before))
  }
  return (
    <div className={classes.code}>
      <div onDragOverCapture={onDragOver} onDropCapture={onDrop}>
        <JsonataInput
          label={label}
          value={value}
          onChange={onChange}
          fault={fault}
          failure={result?.ok === false ? result : null}
          height="var(--code-height, 320px)"
          readOnly={readOnly}
          sourceFields={fields}
          settings={settings}
          sample={sample}
          insert={code}
        />
      </div>
      {fault && <FaultNote fault={fault} />}
    </div>
  )
}
