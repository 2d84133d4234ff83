'use client'

import { ActionIcon, Modal, Tabs } from '@mantine/core'
import { IconArrowBackUp, IconArrowForwardUp } from '@tabler/icons-react'
import { useEffect, useRef, useState, type KeyboardEvent } from 'react'
import { CodeView } from './code-view.tsx'
import { ComesFrom } from './comes-from.tsx'
import { FieldsView } from './fields-view.tsx'
import { useMapping } from './mapping-model.tsx'
import { useMappingPlace } from './mapping-place.tsx'
import { ResultPane } from './result-pane.tsx'
import { SourcePane } from './source-pane.tsx'
import type { Inserting } from './use-insert.ts'
import { useKeptFocus } from './use-kept-focus.ts'
import classes from './wide-mapping.module.css'

export type MappingTab = 'fields' | 'code'

interface WideMappingProps {
  field: string
  inserting: Inserting
  tab: MappingTab
  onTab: (tab: MappingTab) => void
  onClose: () => void
}

/** The whole screen for one mapping: the record, the mapping, the result. */
export function WideMapping({ field, inserting, tab, onTab, onClose }: WideMappingProps) {
  const { label } = useMapping()
  const place = useMappingPlace()
  const [focused, setFocused] = useState<string | null>(null)
  const [all, setAll] = useState(false)
  const screen = useRef<HTMLDivElement>(null)
  const keepFocus = useKeptFocus(screen)
  const press = (event: KeyboardEvent | globalThis.KeyboardEvent) => {
    const key = event.key.toLowerCase()
    const command = event.ctrlKey || event.metaKey
    if (event.key === 'Escape') onClose()
    else if (command && key === 'z') (event.shiftKey ? place?.redo : place?.undo)?.()
    else if (command && key === 'y') place?.redo?.()
    else return
    event.preventDefault()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const { target, currentTarget } = event
    // Keys of dialogs and menus come by too: they are drawn elsewhere.
    const isOurs = target instanceof Element && currentTarget.contains(target)
    if (!isOurs || target.closest('.monaco-editor') || event.defaultPrevented) return
    press(event)
  }
  useEffect(() => {
    // Nothing has the focus, as when its button was disabled: the flow behind must not get the keys.
    const onLostKey = (event: globalThis.KeyboardEvent) => {
      if (event.target !== document.body) return
      event.stopPropagation()
      screen.current?.focus()
      press(event)
    }
    document.addEventListener('keydown', onLostKey, true)
    return () => document.removeEventListener('keydown', onLostKey, true)
  })
  return (
    <Modal.Root
      opened
      fullScreen
      closeOnEscape={false}
      transitionProps={{ duration: 0 }}
      onClose={onClose}
    >
      <Modal.Content className={classes.screen}>
        <Tabs
          ref={screen}
          tabIndex={-1}
          value={tab}
          keepMounted={false}
          onChange={(value) => onTab(value === 'code' ? 'code' : 'fields')}
          className={classes.tabs}
          onFocus={keepFocus}
          onKeyDown={onKeyDown}
        >
          <div className={classes.head}>
            <Modal.Title className={classes.title}>
              {place?.nodeName ?? label} <span>{label}</span>
            </Modal.Title>
            <Tabs.List className={classes.list}>
              <Tabs.Tab value="fields">Fields</Tabs.Tab>
              <Tabs.Tab value="code">Code</Tabs.Tab>
            </Tabs.List>
            <div className={classes.tools}>
              {place && (
                <>
                  <Tool name="Undo" icon={<IconArrowBackUp size={17} />} onClick={place.undo} />
                  <Tool name="Redo" icon={<IconArrowForwardUp size={17} />} onClick={place.redo} />
                </>
              )}
              <Modal.CloseButton ml={4} size={30} aria-label="Close" title="Close" />
            </div>
          </div>
          <Modal.Body className={classes.panes} data-all={all || undefined}>
            {place && <SourcePane onInsert={inserting.insert} />}
            <div className={classes.mapping}>
              <Tabs.Panel value="fields" className={classes.panel}>
                <FieldsView inserting={inserting} onFocus={setFocused} />
              </Tabs.Panel>
              <Tabs.Panel value="code" className={classes.panel}>
                <CodeView />
              </Tabs.Panel>
              {place && tab === 'fields' && focused !== null && (
                <ComesFrom field={field} target={focused} />
              )}
            </div>
            {place && <ResultPane all={all} onAll={setAll} />}
          </Modal.Body>
        </Tabs>
      </Modal.Content>
    </Modal.Root>
  )
}

interface ToolProps {
  name: string
  icon: React.ReactNode
  onClick: (() => void) | null
}

function Tool({ name, icon, onClick }: ToolProps) {
  return (
    <ActionIcon
      size={30}
      aria-label={name}
      title={name}
      disabled={onClick === null}
      onClick={() => onClick?.()}
    >
      {icon}
    </ActionIcon>
  )
}
