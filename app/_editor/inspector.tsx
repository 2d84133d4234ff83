'use client'

import { useEffect, useRef } from 'react'
import { FaultBoundary } from '../_ui/fault-boundary.tsx'
import { useEditor } from './editor-context.tsx'
import classes from './inspector.module.css'
import { ManyNodes } from './many-nodes.tsx'
import { NodeInspector, type RecordsAt } from './node-inspector.tsx'
import { SettingsPanel } from './settings-panel.tsx'

/** The panel at the right: the chosen node, the chosen nodes together, or the flow itself. */
export function Inspector({ recordsAt }: { recordsAt: RecordsAt | undefined }) {
  const panel = useRef<HTMLElement>(null)
  const selected = useEditor((state) => state.selected)
  const wantedField = useEditor((state) => state.wantedField)
  const [id] = selected

  useEffect(() => {
    if (wantedField !== null && panel.current) focusField(panel.current, wantedField)
  }, [wantedField, id])

  return (
    <aside
      ref={panel}
      id="inspector"
      tabIndex={-1}
      className={classes.panel}
      aria-labelledby="inspector-title"
    >
      <h2 id="inspector-title" className={classes.title}>
        {id === undefined ? 'Flow settings' : 'Inspector'}
      </h2>
      <FaultBoundary key={id ?? 'settings'} what="The form">
        {id === undefined ? (
          <SettingsPanel />
        ) : selected.length === 1 ? (
          <NodeInspector key={id} id={id} recordsAt={recordsAt} />
        ) : (
          <ManyNodes ids={selected} />
        )}
      </FaultBoundary>
    </aside>
  )
}

/** Shows a field such as `rows[2].condition` and puts the cursor into it. */
function focusField(panel: HTMLElement, path: string) {
  const [key = '', ...inner] = path.split(/[[\].]+/).filter((part) => part !== '')
  const field = panel.querySelector(`[data-field="${CSS.escape(key)}"]`)
  if (!field) return
  const row = field.querySelectorAll('fieldset')[Number(inner[0])]
  const column = row?.querySelector(`[data-field="${CSS.escape(inner[1] ?? '')}"]`)
  const place = column ?? row ?? field
  place.scrollIntoView({ block: 'center' })
  const input = place.querySelector('input, textarea, button, select')
  if (input instanceof HTMLElement) input.focus({ preventScroll: true })
}
