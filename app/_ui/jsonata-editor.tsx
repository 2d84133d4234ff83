'use client'

import { useComputedColorScheme } from '@mantine/core'
import * as monaco from 'monaco-editor/editor/editor.api.js'
import 'monaco-editor/features/bracketMatching/register.js'
import 'monaco-editor/features/clipboard/register.js'
import 'monaco-editor/features/codicon/register.js'
import 'monaco-editor/features/comment/register.js'
import 'monaco-editor/features/find/register.js'
import 'monaco-editor/features/folding/register.js'
import 'monaco-editor/features/hover/register.js'
import 'monaco-editor/features/linesOperations/register.js'
import 'monaco-editor/features/multicursor/register.js'
import 'monaco-editor/features/wordOperations/register.js'
import { useEffect, useRef } from 'react'
import type { JsonataInputProps } from './jsonata-input.tsx'
import { JSONATA, registerJsonata } from './jsonata-language.ts'

window.MonacoEnvironment = {
  getWorker: () =>
    new Worker(new URL('monaco-editor/editor/editor.worker.js', import.meta.url), {
      type: 'module',
    }),
}
registerJsonata(monaco)

/** Monaco with JSONata's colours and its faults underlined. */
export function JsonataEditor(props: JsonataInputProps) {
  const { label, value, onChange, fault, readOnly } = props
  const host = useRef<HTMLDivElement>(null)
  const editor = useRef<monaco.editor.IStandaloneCodeEditor>(null)
  const latest = useRef({ value, onChange })
  const scheme = useComputedColorScheme('light')

  useEffect(() => {
    latest.current = { value, onChange }
  })

  useEffect(() => {
    if (!host.current) return
    const created = monaco.editor.create(host.current, {
      ...OPTIONS,
      value: latest.current.value,
      ariaLabel: label,
    })
    editor.current = created
    const typing = created.onDidChangeModelContent(() => {
      const text = created.getValue()
      if (text !== latest.current.value) latest.current.onChange(text)
    })
    return () => {
      typing.dispose()
      created.getModel()?.dispose()
      created.dispose()
    }
  }, [label])

  useEffect(() => {
    const current = editor.current
    // Undo in the designer changes the text from outside; what is typed comes back unchanged.
    if (current && current.getValue() !== value) current.setValue(value)
  }, [value])

  useEffect(() => editor.current?.updateOptions({ readOnly }), [readOnly])
  useEffect(() => monaco.editor.setTheme(`tributary-${scheme}`), [scheme])
  useEffect(() => {
    const model = editor.current?.getModel()
    if (model) monaco.editor.setModelMarkers(model, JSONATA, fault ? [markerOf(model, fault)] : [])
  }, [fault])

  return <div ref={host} style={{ height: '100%' }} />
}

const OPTIONS: monaco.editor.IStandaloneEditorConstructionOptions = {
  language: JSONATA,
  automaticLayout: true,
  fontFamily: "'JetBrains Mono Variable', 'JetBrains Mono', ui-monospace, monospace",
  fontSize: 12.5,
  lineHeight: 20,
  lineNumbersMinChars: 3,
  lineDecorationsWidth: 8,
  minimap: { enabled: false },
  overviewRulerLanes: 0,
  padding: { top: 8, bottom: 8 },
  renderLineHighlight: 'none',
  scrollBeyondLastLine: false,
  tabSize: 2,
  // Tab must lead out of the editor for those who use no mouse; lines are indented by themselves.
  tabFocusMode: true,
  wordWrap: 'on',
}

function markerOf(
  model: monaco.editor.ITextModel,
  fault: NonNullable<JsonataInputProps['fault']>,
): monaco.editor.IMarkerData {
  const { line, column, at } = fault.place
  const end = model.getPositionAt(model.getOffsetAt({ lineNumber: line, column }) + at.length)
  return {
    severity: monaco.MarkerSeverity.Error,
    message: fault.message,
    startLineNumber: line,
    startColumn: column,
    endLineNumber: end.lineNumber,
    endColumn: end.column,
  }
}
