'use client'

import { ActionIcon, Button, Menu, Tooltip } from '@mantine/core'
import {
  IconAdjustments,
  IconAlertTriangle,
  IconArrowBackUp,
  IconArrowForwardUp,
  IconCheck,
  IconChevronDown,
  IconCopy,
  IconDownload,
  IconHistory,
  IconListTree,
  IconPlayerPlay,
  IconSitemap,
} from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useTools } from './canvas-tools.tsx'
import { useEditor } from './editor-context.tsx'
import { FlowBadge } from './flow-badge.tsx'
import { useFlowId } from './flow-id.ts'
import type { FlowActions } from './use-flow-actions.ts'
import { PeopleHere } from './presence.tsx'
import { RenameInput } from './rename-input.tsx'
import { RunChip } from './run-chip.tsx'
import { SaveNote } from './save-note.tsx'
import { TestButton } from '../_test/test-button.tsx'
import { useCloneFlow } from '../_flows/use-clone-flow.ts'
import type { Screen } from '../_versions/use-screens.ts'
import type { SaveState } from './autosave.ts'
import classes from './toolbar.module.css'

interface ToolbarProps {
  enabled: boolean
  publishedVersion: number | null
  saved: SaveState
  actions: FlowActions
  /** A newer version of its template. */
  update: { from: number; to: number } | null
  /** Covers the designer with another screen. */
  open: (screen: Screen) => void
}

/** The line above the canvas: what this flow is, how it stands, and what can be done with it. */
export function Toolbar(props: ToolbarProps) {
  const { enabled, publishedVersion, saved, actions, update, open } = props
  const readOnly = useEditor((state) => state.readOnly)
  return (
    <header className={classes.toolbar}>
      <FlowName />
      <FlowBadge enabled={enabled} publishedVersion={publishedVersion} saved={saved} />
      <SaveNote saved={saved} />
      {update && !readOnly && (
        <Button
          size="compact-xs"
          variant="light"
          title={`Its template has version ${update.to}; this flow has version ${update.from}`}
          onClick={() => open('update')}
        >
          Review update
        </Button>
      )}
      <div className={classes.space} />
      <PeopleHere />
      <RunChip />
      <ProblemsButton />
      <Steps tidy={actions.tidy} />
      <Tools actions={actions} open={open} />
      {!readOnly && <Doing actions={actions} />}
    </header>
  )
}

function FlowName() {
  const name = useEditor((state) => state.history.present.name)
  const readOnly = useEditor((state) => state.readOnly)
  const edit = useEditor((state) => state.edit)
  return (
    <h1 className={classes.name}>
      <span className={classes.hidden}>{name}</span>
      <RenameInput
        label="Flow name"
        value={name}
        readOnly={readOnly}
        onRename={(next) => edit({ type: 'rename-flow', name: next })}
      />
    </h1>
  )
}

function ProblemsButton() {
  const count = useEditor((state) => state.problems.length)
  const errors = useEditor((state) => state.problems.some((one) => one.severity === 'error'))
  const drawer = useEditor((state) => state.drawer)
  const setDrawer = useEditor((state) => state.setDrawer)
  const Shape = count === 0 ? IconCheck : IconAlertTriangle
  return (
    <Button
      variant="subtle"
      color="gray"
      className={errors ? classes.errors : undefined}
      px={8}
      leftSection={<Shape size={16} aria-hidden />}
      rightSection={<span className={classes.count}>{count}</span>}
      aria-expanded={drawer === 'problems'}
      onClick={() => setDrawer(drawer === 'problems' ? null : 'problems')}
    >
      Problems
    </Button>
  )
}

function Steps({ tidy }: { tidy: () => void }) {
  const canUndo = useEditor((state) => state.history.past.length > 0)
  const canRedo = useEditor((state) => state.history.future.length > 0)
  const readOnly = useEditor((state) => state.readOnly)
  const undo = useEditor((state) => state.undo)
  const redo = useEditor((state) => state.redo)
  if (readOnly) return null
  return (
    <div className={classes.group}>
      <ToolButton name="Undo" keys="Ctrl+Z" disabled={!canUndo} onClick={undo}>
        <IconArrowBackUp size={17} />
      </ToolButton>
      <ToolButton name="Redo" keys="Ctrl+Shift+Z" disabled={!canRedo} onClick={redo}>
        <IconArrowForwardUp size={17} />
      </ToolButton>
      <ToolButton name="Tidy up" keys="T" onClick={tidy}>
        <IconSitemap size={17} style={{ rotate: '-90deg' }} />
      </ToolButton>
    </div>
  )
}

function Tools({ actions, open }: Pick<ToolbarProps, 'actions' | 'open'>) {
  const select = useEditor((state) => state.select)
  const readOnly = useEditor((state) => state.readOnly)
  return (
    <div className={classes.group}>
      <OutlineButton />
      <ToolButton name="Flow settings" keys="schedule and settings" onClick={() => select([])}>
        <IconAdjustments size={17} />
      </ToolButton>
      <ToolButton name="Versions" keys="compare and restore" onClick={() => open('versions')}>
        <IconHistory size={17} />
      </ToolButton>
      {!readOnly && <CloneButton />}
      <ToolButton name="Export" keys="as a JSON file" onClick={actions.exportFlow}>
        <IconDownload size={17} />
      </ToolButton>
    </div>
  )
}

function CloneButton() {
  const { clone, isPending } = useCloneFlow(useFlowId())
  return (
    <ToolButton name="Clone" keys="another draft like this" disabled={isPending} onClick={clone}>
      <IconCopy size={17} />
    </ToolButton>
  )
}

function OutlineButton() {
  const outline = useTools((tools) => tools.outline)
  const toggle = useTools((tools) => tools.toggle)
  return (
    <ToolButton name="Outline" keys="O" pressed={outline} onClick={() => toggle('outline')}>
      <IconListTree size={17} />
    </ToolButton>
  )
}

function Doing({ actions }: { actions: FlowActions }) {
  const { busy } = actions
  return (
    <div className={classes.doing}>
      <TestButton disabled={busy !== null} />
      <Button
        variant="default"
        loading={busy === 'publish'}
        disabled={busy !== null}
        onClick={actions.askPublish}
      >
        Publish
      </Button>
      <Button.Group>
        <Button
          leftSection={<IconPlayerPlay size={15} aria-hidden />}
          loading={busy === 'run'}
          disabled={busy !== null}
          onClick={() => actions.run({})}
        >
          Run
        </Button>
        <Menu position="bottom-end">
          <Menu.Target>
            <Button px={6} aria-label="More ways to run" disabled={busy !== null}>
              <IconChevronDown size={15} aria-hidden />
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item onClick={() => actions.open('since')}>Run since a date…</Menu.Item>
            <Menu.Item onClick={() => actions.open('ids')}>Run for these ids…</Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </Button.Group>
    </div>
  )
}

interface ToolButtonProps {
  name: string
  keys: string
  disabled?: boolean
  pressed?: boolean
  onClick: () => void
  children: ReactNode
}

function ToolButton({ name, keys, disabled, pressed, onClick, children }: ToolButtonProps) {
  return (
    <Tooltip label={`${name} (${keys})`} withinPortal={false}>
      <ActionIcon
        size="input-xs"
        aria-label={name}
        aria-pressed={pressed}
        disabled={disabled}
        onClick={onClick}
      >
        {children}
      </ActionIcon>
    </Tooltip>
  )
}
