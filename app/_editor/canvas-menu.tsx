'use client'

import { Menu } from '@mantine/core'
import type { ReactNode } from 'react'
import type { FlowEdge } from '#engine/graph/schema.ts'
import { findKind } from '#nodes/catalog.ts'
import classes from './canvas-menu.module.css'
import { useTools, type Popup } from './canvas-tools.tsx'
import { focusCanvas, useCommands } from './commands.tsx'
import { useEditor } from './editor-context.tsx'
import { useTests } from '../_test/tests.tsx'

const OUTSIDE = ['pointerdown']

type MenuPopup = Extract<Popup, { type: 'menu' }>

/** What can be done with a card, an edge or the canvas: right button, Shift+F10 or the menu key. */
export function CanvasMenu({ popup }: { popup: MenuPopup }) {
  const { screen, on } = popup
  const open = useTools((tools) => tools.open)
  const readOnly = useEditor((state) => state.readOnly)
  const close = () => open(null)
  return (
    <Menu
      opened
      onClose={() => {
        close()
        focusCanvas()
      }}
      // What an item opens takes the keyboard itself.
      returnFocus={false}
      // Not on keys, as it would be: the key that opens the menu would close it.
      clickOutsideEvents={OUTSIDE}
      clickOutsideCapture
      position="bottom-start"
      offset={0}
      width={232}
      shadow="none"
      withInitialFocusPlaceholder={false}
      withinPortal={false}
      floatingStrategy="fixed"
    >
      <Menu.Target>
        <button
          type="button"
          tabIndex={-1}
          aria-label="Actions"
          className={classes.anchor}
          style={{ left: screen.x, top: screen.y }}
        />
      </Menu.Target>
      <Menu.Dropdown aria-label="Actions">
        {on.type === 'cards' && <CardItems screen={screen} readOnly={readOnly} />}
        {on.type === 'edge' && <EdgeItems edge={on.edge} screen={screen} />}
        {on.type === 'canvas' && <CanvasItems screen={screen} readOnly={readOnly} />}
      </Menu.Dropdown>
    </Menu>
  )
}

interface ItemsProps {
  screen: { x: number; y: number }
  readOnly: boolean
}

function CardItems({ screen, readOnly }: ItemsProps) {
  const commands = useCommands()
  const tests = useTests()
  const selected = useEditor((state) => state.selected)
  const [only] = selected.length === 1 ? selected : []
  const node = useEditor((state) => state.history.present.nodes.find((one) => one.id === only))
  const off = useEditor((state) =>
    state.history.present.nodes.every((one) => one.disabled || !selected.includes(one.id)),
  )
  const leads = node && (findKind(node.kind)?.ports(node.config).length ?? 0) > 0
  const copy = <Item keys="Ctrl+C" name="Copy" onClick={() => void commands.copy(selected)} />
  if (readOnly) return copy
  return (
    <>
      {node && (
        <>
          <Item keys="Enter" name="Open" onClick={() => commands.openInspector(node.id)} />
          <Item keys="F2" name="Rename" onClick={() => commands.rename(node.id)} />
          {tests && <Item keys="R" name="Run to here" onClick={() => tests.runToHere(node.id)} />}
        </>
      )}
      {node && leads && (
        <>
          <Menu.Divider />
          <Item
            keys="A"
            name="Add a node after"
            onClick={() => commands.addAfter(node.id, screen)}
          />
          <Item keys="C" name="Connect to…" onClick={() => commands.connectFrom(node.id, screen)} />
        </>
      )}
      {node && <Menu.Divider />}
      {copy}
      <Item
        keys="Ctrl+X"
        name="Cut"
        onClick={() => void commands.copy(selected).then(() => commands.remove(selected))}
      />
      <Item keys="Ctrl+D" name="Duplicate" onClick={() => commands.duplicate(selected)} />
      <Menu.Divider />
      <Item
        keys="D"
        name={off ? 'Enable' : 'Disable'}
        onClick={() => commands.toggleDisabled(selected)}
      />
      <Item keys="Delete" name="Delete" onClick={() => commands.remove(selected)} />
    </>
  )
}

function EdgeItems({ edge, screen }: { edge: FlowEdge; screen: ItemsProps['screen'] }) {
  const commands = useCommands()
  return (
    <>
      <Item name="Insert a node" onClick={() => commands.addOn(edge, screen)} />
      <Item
        name="Connect to another node…"
        onClick={() => commands.connectFrom(edge.from, screen)}
      />
      <Menu.Divider />
      <Item keys="Delete" name="Delete connection" onClick={() => commands.remove([], [edge])} />
    </>
  )
}

function CanvasItems({ screen, readOnly }: ItemsProps) {
  const commands = useCommands()
  const toggle = useTools((tools) => tools.toggle)
  return (
    <>
      {!readOnly && (
        <>
          <Item keys="A" name="Add a node" onClick={() => commands.addAfter(null, screen)} />
          <Item keys="N" name="Add a note" onClick={() => commands.addNote(screen)} />
          <Item keys="Ctrl+V" name="Paste" onClick={() => void commands.paste()} />
          <Menu.Divider />
        </>
      )}
      <Item keys="Ctrl+A" name="Choose all" onClick={commands.selectAll} />
      {!readOnly && <Item keys="T" name="Tidy up" onClick={commands.tidy} />}
      <Item keys="1" name="Show all" onClick={commands.fit} />
      <Menu.Divider />
      <Item keys="?" name="Keyboard shortcuts" onClick={() => toggle('sheet')} />
    </>
  )
}

interface ItemProps {
  name: ReactNode
  keys?: string
  onClick: () => void
}

function Item({ name, keys, onClick }: ItemProps) {
  return (
    <Menu.Item
      onClick={onClick}
      rightSection={
        keys && (
          <span className={classes.keys} aria-hidden>
            {keys}
          </span>
        )
      }
    >
      {name}
    </Menu.Item>
  )
}
