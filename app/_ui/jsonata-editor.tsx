'use client'

import { useComputedColorScheme } from '@mantine/core'
import * as monaco from 'monaco-editor/editor/editor.api.js'
import 'monaco-editor/features/bracketMatching/register.js'
import 'monaco-editor/features/clipboard/register.js'
import 'monaco-editor/features/codeAction/register.js'
import 'monaco-editor/features/codicon/register.js'
import 'monaco-editor/features/comment/register.js'
import 'monaco-editor/features/find/register.js'
import 'monaco-editor/features/folding/register.js'
import 'monaco-editor/features/format/register.js'
import 'monaco-editor/features/hover/register.js'
import 'monaco-editor/features/linesOperations/register.js'
import 'monaco-editor/features/multicursor/register.js'
import 'monaco-editor/features/parameterHints/register.js'
// Of 0.57's features, `suggest` leaves out the list itself.
import 'monaco-editor/editor/contrib/suggest/browser/suggestController.js'
import 'monaco-editor/features/wordOperations/register.js'
import { useEffect, useImperativeHandle, useMemo, useRef, useState } from 'react'
import { setLanguageContext } from '../_mapping-language/language-context.ts'
import { markersOf } from '../_mapping-language/markers.ts'
import { registerLanguage } from '../_mapping-language/register-language.ts'
import { changedPart, createEcho } from './editor-echo.ts'
import { EditorFoot } from './editor-foot.tsx'
import { evaluationFault } from './expression-fault.ts'
import classes from './field-form.module.css'
import type { JsonataInputProps, JsonataInsert } from './jsonata-input.tsx'
import { JSONATA, registerJsonata } from './jsonata-language.ts'
import { useLint } from './use-lint.ts'

window.MonacoEnvironment = {
  getWorker: () =>
    new Worker(new URL('monaco-editor/editor/editor.worker.js', import.meta.url), {
      type: 'module',
    }),
}
if (registerJsonata(monaco)) registerLanguage(monaco, JSONATA)

/** Monaco with JSONata's colours, completion, help, faults and warnings. */
export function JsonataEditor(props: JsonataInputProps) {
  const { label, value, onChange, readOnly, failure } = props
  const { sourceFields = NONE, settings = NONE, sample = null, onCursor, insert } = props
  const host = useRef<HTMLDivElement>(null)
  const editor = useRef<monaco.editor.IStandaloneCodeEditor>(null)
  const latest = useRef({ value, onChange, onCursor })
  const isTakingOver = useRef(false)
  const [told, setTold] = useState('')
  const [echo] = useState(createEcho)
  const scheme = useComputedColorScheme('light')
  const findings = useLint(value, sourceFields)
  const fault = useMemo(
    () => props.fault ?? (failure ? evaluationFault(value, failure) : null),
    [props.fault, failure, value],
  )

  useEffect(() => {
    latest.current = { value, onChange, onCursor }
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
      if (isTakingOver.current) return
      const text = created.getValue()
      echo.send(text)
      latest.current.onChange(text)
    })
    const moving = created.onDidChangeCursorPosition(({ position }) => {
      latest.current.onCursor?.(created.getModel()?.getOffsetAt(position) ?? 0)
    })
    return () => {
      typing.dispose()
      moving.dispose()
      created.getModel()?.dispose()
      created.dispose()
    }
  }, [label, echo])

  useImperativeHandle(insert, () => handleOf(editor), [])

  useEffect(() => {
    const current = editor.current
    const model = current?.getModel()
    // Undo in the designer and the rows of the Fields view change the text from outside.
    if (!current || !model || echo.isOwn(value)) return
    const { start, end, text } = changedPart(model.getValue(), value)
    if (start === end && text === '') return
    const range = monaco.Range.fromPositions(model.getPositionAt(start), model.getPositionAt(end))
    isTakingOver.current = true
    model.pushEditOperations(current.getSelections(), [{ range, text }], () => null)
    isTakingOver.current = false
  }, [value, echo])

  useEffect(() => editor.current?.updateOptions({ readOnly }), [readOnly])
  useEffect(() => monaco.editor.setTheme(`tributary-${scheme}`), [scheme])
  useEffect(() => {
    const model = editor.current?.getModel()
    if (!model) return
    const context = { fields: sourceFields, settings, sample, findings, tell: setTold }
    setLanguageContext(model, context)
  }, [label, sourceFields, settings, sample, findings])
  useEffect(() => {
    const model = editor.current?.getModel()
    if (model)
      monaco.editor.setModelMarkers(model, JSONATA, markersOf(monaco, model, { fault, findings }))
  }, [label, fault, findings])

  const format = () => editor.current?.getAction('editor.action.formatDocument')?.run()
  const next = () => {
    const current = editor.current
    const model = current?.getModel()
    const position = current?.getPosition()
    if (!current || !model || !position) return
    const cursor = model.getOffsetAt(position)
    const found = findings.find(({ range }) => range.start > cursor) ?? findings[0]
    if (!found) return
    handleOf(editor).reveal(found.range.start)
    void current.getAction('editor.action.showHover')?.run()
  }
  return (
    // Without `nokey` the canvas behind takes the space bar: Monaco writes to no input that it knows.
    <div className={`${classes.editor} nokey`}>
      <div ref={host} className={classes.editorText} />
      <EditorFoot {...{ told, findings, readOnly }} onFormat={() => void format()} onNext={next} />
    </div>
  )
}

const NONE: readonly never[] = []

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
  // Else what the editor has closed by itself stands twice once something was completed before it.
  autoClosingOvertype: 'always',
  // The lists of suggestions may be wider than the narrow panel that the editor stands in.
  fixedOverflowWidgets: true,
  suggest: { showIcons: true, showStatusBar: false, preview: false },
  wordBasedSuggestions: 'off',
  quickSuggestions: { other: true, comments: false, strings: true },
  suggestSelection: 'first',
}

function handleOf(editor: { current: monaco.editor.IStandaloneCodeEditor | null }): JsonataInsert {
  return {
    insert: (textBehind) => {
      const current = editor.current
      const model = current?.getModel()
      const range = current?.getSelection()
      if (!current || !model || !range) return
      const text = textBehind(
        model.getValue().slice(0, model.getOffsetAt(range.getStartPosition())),
      )
      current.pushUndoStop()
      current.executeEdits('insert', [{ range, text, forceMoveMarkers: true }])
      current.pushUndoStop()
      current.focus()
    },
    reveal: (start, end = start) => {
      const current = editor.current
      const model = current?.getModel()
      if (!current || !model) return
      const [from, to] = [model.getPositionAt(start), model.getPositionAt(end)]
      current.setSelection(monaco.Range.fromPositions(from, to))
      current.revealPositionInCenterIfOutsideViewport(from)
      current.focus()
    },
  }
}
