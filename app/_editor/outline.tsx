'use client'

import { ActionIcon, CloseButton, Group } from '@mantine/core'
import {
  IconAlertCircleFilled,
  IconAlertTriangleFilled,
  IconArrowRight,
  IconChevronRight,
  IconLink,
  IconPencil,
  IconPlus,
  IconTrash,
} from '@tabler/icons-react'
import { memo, useEffect, useMemo, useRef, useState, type KeyboardEvent } from 'react'
import { findKind } from '#nodes/catalog.ts'
import { useTools, type Point } from './canvas-tools.tsx'
import { useCommands } from './commands.tsx'
import { useEditor, useOverlay } from './editor-context.tsx'
import { KindBadge } from './kind-badge.tsx'
import { OUTCOMES } from './outcomes.ts'
import { outlineRows, type OutlineRow } from './outline-rows.ts'
import classes from './outline.module.css'
import { useShowNode } from './use-show-node.ts'

/** The same flow as a tree, for the keyboard and for screen readers: all that the canvas can do. */
export function Outline() {
  const document = useEditor((state) => state.history.present)
  const selected = useEditor((state) => state.selected)
  const readOnly = useEditor((state) => state.readOnly)
  const toggle = useTools((tools) => tools.toggle)
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set())
  const [current, setCurrent] = useState<string | null>(null)
  const rows = useMemo(() => outlineRows(document, (id) => !closed.has(id)), [document, closed])
  const tree = useRef<HTMLDivElement>(null)
  const shown =
    rows.find((row) => row.key === current) ??
    rows.find((row) => row.key === selected[0]) ??
    rows[0]
  const { onKeyDown, choose } = useTreeKeys({ rows, shown, setCurrent, closed, setClosed })

  // Whatever is chosen on the canvas is where the outline goes on.
  const [only] = selected
  useEffect(() => {
    if (only !== undefined) setCurrent(only)
  }, [only])
  const shownKey = shown?.key
  useEffect(() => {
    if (!tree.current || shownKey === undefined) return
    const row = tree.current.querySelector(`[data-key="${CSS.escape(shownKey)}"]`)
    row?.scrollIntoView({ block: 'nearest' })
    const within = tree.current.contains(window.document.activeElement)
    if (within && row instanceof HTMLElement) row.focus({ preventScroll: true })
  }, [shownKey])

  return (
    <section className={classes.outline} data-outline aria-labelledby="outline-title">
      <div className={classes.head}>
        <h2 id="outline-title" className={classes.title}>
          Outline
        </h2>
        {!readOnly && <RowActions row={shown} />}
        <CloseButton size="sm" aria-label="Close outline" onClick={() => toggle('outline')} />
      </div>
      <div
        ref={tree}
        role="tree"
        aria-labelledby="outline-title"
        aria-multiselectable
        className={classes.tree}
        onKeyDown={onKeyDown}
      >
        {rows.map((row) => (
          <Row
            key={row.key}
            row={row}
            tabStop={row.key === shownKey}
            open={!closed.has(row.node.id)}
            chosen={row.type === 'node' && selected.includes(row.node.id)}
            onChoose={choose}
          />
        ))}
      </div>
      {rows.length === 0 && <p className={classes.none}>No nodes yet. Press A to add one.</p>}
    </section>
  )
}

interface TreeKeysOptions {
  rows: readonly OutlineRow[]
  shown: OutlineRow | undefined
  closed: ReadonlySet<string>
  setCurrent: (key: string) => void
  setClosed: (closed: ReadonlySet<string>) => void
}

/** Keys of a tree as in the ARIA pattern (w3.org/WAI/ARIA/apg/patterns/treeview). */
function useTreeKeys({ rows, shown, setCurrent, closed, setClosed }: TreeKeysOptions) {
  const commands = useCommands()
  const select = useEditor((state) => state.select)
  const show = useShowNode()
  const choose = (row: OutlineRow) => {
    setCurrent(row.key)
    select([row.node.id])
    show(row.node.id)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const at = shown ? rows.indexOf(shown) : -1
    const go = (index: number) => {
      const row = rows[Math.max(0, Math.min(index, rows.length - 1))]
      if (row) choose(row)
    }
    const fold = (id: string, close: boolean) => {
      const next = new Set(closed)
      if (close) next.add(id)
      else next.delete(id)
      setClosed(next)
    }
    if (!shown || event.ctrlKey || event.metaKey || event.altKey) return
    const isOpen = shown.type === 'node' && shown.leads && !closed.has(shown.node.id)
    switch (event.key) {
      case 'ArrowDown':
        go(at + 1)
        break
      case 'ArrowUp':
        go(at - 1)
        break
      case 'Home':
        go(0)
        break
      case 'End':
        go(rows.length - 1)
        break
      case 'ArrowRight':
        if (shown.type === 'way' && shown.edge) {
          const { to } = shown.edge
          go(rows.findIndex((row) => row.key === to))
        } else if (isOpen) go(at + 1)
        else fold(shown.node.id, false)
        break
      case 'ArrowLeft':
        if (isOpen) fold(shown.node.id, true)
        else go(rows.findIndex((row) => row.key === shown.node.id))
        break
      case 'Enter':
        if (shown.type === 'node') commands.openInspector(shown.node.id)
        else if (shown.edge) {
          const { to } = shown.edge
          go(rows.findIndex((row) => row.key === to))
        } else commands.addAfter(shown.node.id)
        break
      case 'Delete':
      case 'Backspace':
        if (shown.type === 'node') commands.remove([shown.node.id])
        else if (shown.edge) commands.remove([], [shown.edge])
        break
      default:
        return
    }
    event.preventDefault()
    event.stopPropagation()
  }
  return { onKeyDown, choose }
}

interface RowProps {
  row: OutlineRow
  tabStop: boolean
  open: boolean
  chosen: boolean
  onChoose: (row: OutlineRow) => void
}

const Row = memo(function Row({ row, tabStop, open, chosen, onChoose }: RowProps) {
  const { node } = row
  return (
    <div
      role="treeitem"
      aria-level={row.type === 'node' ? 1 : 2}
      aria-selected={chosen}
      aria-expanded={row.type === 'node' && row.leads ? open : undefined}
      data-key={row.key}
      data-type={row.type}
      tabIndex={tabStop ? 0 : -1}
      className={classes.row}
      onClick={() => onChoose(row)}
    >
      {row.type === 'node' ? (
        <>
          <IconChevronRight
            size={14}
            aria-hidden
            className={classes.chevron}
            data-open={open || undefined}
            data-none={!row.leads || undefined}
          />
          <KindBadge kind={findKind(node.kind)} />
          <span className={classes.words}>
            <span className={classes.name}>{node.name}</span>
            <span className={classes.detail}>
              {node.disabled ? 'Disabled' : findKind(node.kind)?.summary(node.config)}
              <Counts id={node.id} />
            </span>
          </span>
          <Mark id={node.id} />
        </>
      ) : (
        <>
          <IconArrowRight size={14} aria-hidden className={classes.arrow} />
          <span className={classes.way}>
            {row.label && <span className={classes.port}>{row.label}: </span>}
            {row.edge ? (
              row.to
            ) : (
              <span className={classes.loose}>{row.label ? 'goes nowhere' : 'ends here'}</span>
            )}
          </span>
        </>
      )}
    </div>
  )
}, sameRow)

/** Rows are made anew with each document; they are drawn anew only when they say something else. */
function sameRow(before: RowProps, now: RowProps): boolean {
  const [one, other] = [before.row, now.row]
  const sameWay =
    one.type === 'way' && other.type === 'way'
      ? one.label === other.label && one.to === other.to
      : one.type === other.type
  return (
    sameWay &&
    one.node === other.node &&
    before.tabStop === now.tabStop &&
    before.open === now.open &&
    before.chosen === now.chosen
  )
}

function Counts({ id }: { id: string }) {
  const counts = useOverlay((overlay) => overlay.counts[id])
  if (!counts) return null
  const happened = OUTCOMES.filter((outcome) => counts[outcome] > 0)
  return happened.map((outcome) => ` · ${counts[outcome].toLocaleString('en-US')} ${outcome}`)
}

function Mark({ id }: { id: string }) {
  const mark = useEditor((state) => state.marks[id])
  if (!mark) return null
  const error = mark.severity === 'error'
  const Shape = error ? IconAlertCircleFilled : IconAlertTriangleFilled
  return (
    <span
      className={classes.mark}
      data-severity={mark.severity}
      role="img"
      aria-label={`${error ? 'Error' : 'Warning'}: ${mark.text}`}
      title={mark.text}
    >
      <Shape size={15} aria-hidden />
    </span>
  )
}

function RowActions({ row }: { row: OutlineRow | undefined }) {
  const commands = useCommands()
  const at = (event: React.MouseEvent): Point => {
    const box = event.currentTarget.getBoundingClientRect()
    return { x: box.left, y: box.bottom + 4 }
  }
  const id = row?.node.id
  return (
    <Group gap={2} wrap="nowrap">
      <Action name="Add a node after" onClick={(event) => commands.addAfter(id ?? null, at(event))}>
        <IconPlus size={15} />
      </Action>
      {row && id !== undefined && (
        <>
          <Action name="Connect" onClick={(event) => commands.connectFrom(id, at(event))}>
            <IconLink size={15} />
          </Action>
          <Action name="Open in inspector" onClick={() => commands.openInspector(id)}>
            <IconPencil size={15} />
          </Action>
          <Action
            name={row.type === 'node' ? 'Delete node' : 'Delete connection'}
            disabled={row.type === 'way' && row.edge === null}
            onClick={() =>
              row.type === 'node'
                ? commands.remove([id])
                : commands.remove([], row.edge ? [row.edge] : [])
            }
          >
            <IconTrash size={15} />
          </Action>
        </>
      )}
    </Group>
  )
}

interface ActionProps {
  name: string
  disabled?: boolean
  onClick: (event: React.MouseEvent) => void
  children: React.ReactNode
}

function Action({ name, disabled, onClick, children }: ActionProps) {
  return (
    <ActionIcon
      size="sm"
      variant="subtle"
      color="gray"
      aria-label={name}
      title={name}
      disabled={disabled}
      onClick={onClick}
    >
      {children}
    </ActionIcon>
  )
}
