'use client'

import { ActionIcon, Button, Group, Tabs, Text, Textarea } from '@mantine/core'
import { IconCopy, IconTrash } from '@tabler/icons-react'
import { useCallback, useMemo } from 'react'
import { liftNode } from '#engine/graph/lift-node.ts'
import type { Problem } from '#engine/graph/problem.ts'
import type { FlowNode } from '#engine/graph/schema.ts'
import { findKind } from '#nodes/catalog.ts'
import type { Json } from '#nodes/json.ts'
import { FlowMappingPlace } from '../_mapping/flow-mapping-place.tsx'
import { FieldForm } from '../_ui/field-form.tsx'
import { useCommands } from './commands.tsx'
import { useEditor } from './editor-context.tsx'
import classes from './inspector.module.css'
import { KindIcon, tintOf } from './kind-look.tsx'
import { NodeConnections } from './node-connections.tsx'
import { NodeRecords, type RecordsAt } from './node-records.tsx'
import { NodeWarning } from './presence.tsx'
import { ProblemCount } from './problem-count.tsx'
import { RenameInput } from './rename-input.tsx'
import { useInspectorTab } from './use-inspector-tab.ts'
import { TestsTab } from '../_samples/tests-tab.tsx'
import { RunToHere } from '../_test/run-to-here.tsx'

export type { RecordsAt }

interface NodeInspectorProps {
  id: string
  recordsAt: RecordsAt | undefined
}

/** All about one node: its form, where its records go, and what went through it last. */
export function NodeInspector({ id, recordsAt }: NodeInspectorProps) {
  const node = useEditor((state) => state.history.present.nodes.find((one) => one.id === id))
  const tab = useInspectorTab()
  if (!node) return null
  const kind = findKind(node.kind)
  const passed = kind?.role !== 'note'
  return (
    <>
      <header className={classes.head} data-tint={tintOf(kind)}>
        <span className={classes.icon}>
          <KindIcon kind={kind} size={18} />
        </span>
        <div className={classes.headWords}>
          <NodeName node={node} />
          <Text size="xs" c="dimmed" px={6}>
            {kind?.title ?? `Unknown kind: ${node.kind}`}
          </Text>
        </div>
      </header>
      <NodeWarning id={id} />
      <Tabs
        value={tab.shown}
        onChange={tab.choose}
        keepMounted={false}
        classNames={{ root: classes.tabs }}
      >
        <Tabs.List px={12}>
          <Tabs.Tab value="settings">Settings</Tabs.Tab>
          {passed && <Tabs.Tab value="input">Input</Tabs.Tab>}
          {passed && <Tabs.Tab value="output">Output</Tabs.Tab>}
          {passed && kind?.role === 'transform' && (
            <Tabs.Tab value="tests">
              Tests
              <FailingTests nodeId={id} />
            </Tabs.Tab>
          )}
        </Tabs.List>
        <Tabs.Panel value="settings" className={classes.body}>
          <NodeSettings node={node} />
        </Tabs.Panel>
        <Tabs.Panel value="input" className={classes.body}>
          <NodeRecords node={node} side="input" recordsAt={recordsAt} />
        </Tabs.Panel>
        <Tabs.Panel value="output" className={classes.body}>
          <NodeRecords node={node} side="output" recordsAt={recordsAt} />
        </Tabs.Panel>
        <Tabs.Panel value="tests" className={classes.body}>
          <TestsTab nodeId={id} />
        </Tabs.Panel>
      </Tabs>
    </>
  )
}

/** How many of the node's tests fail; the mapping says it in words. */
function FailingTests({ nodeId }: { nodeId: string }) {
  const count = useEditor(
    (state) => state.problems.filter((one) => one.node === nodeId && isOfTest(one)).length,
  )
  return <ProblemCount count={count} errors />
}

function NodeName({ node }: { node: FlowNode }) {
  const edit = useEditor((state) => state.edit)
  const readOnly = useEditor((state) => state.readOnly)
  return (
    <RenameInput
      label="Name"
      value={node.name}
      readOnly={readOnly}
      onRename={(name) => edit({ type: 'rename-node', id: node.id, name })}
    />
  )
}

function NodeSettings({ node }: { node: FlowNode }) {
  const edit = useEditor((state) => state.edit)
  const readOnly = useEditor((state) => state.readOnly)
  const problems = useEditor((state) => state.problems)
  const kind = findKind(node.kind)
  const lifted = useMemo(() => (kind ? liftNode(kind, node) : node), [kind, node])
  const mine = useMemo(
    () =>
      problems
        .filter((problem) => problem.node === node.id)
        .map((problem) => ({ ...problem, message: unprefixed(problem.message, node.name) })),
    [problems, node.id, node.name],
  )
  const configure = useCallback(
    (field: string, value: Json) => edit({ type: 'configure-node', id: node.id, field, value }),
    [edit, node.id],
  )
  const faults = mine.flatMap(({ field, message }) => (field === null ? [] : [{ field, message }]))
  // Tests have a tab of their own: above the form they would push away what is being typed.
  const general = mine.filter(
    (one) =>
      !isOfTest(one) && (one.field === null || !(kind && fieldKey(one.field) in kind.fields)),
  )
  return (
    <div className={classes.sections}>
      {general.map(({ message, severity }) => (
        <p key={message} className={classes.general} data-severity={severity}>
          <b>{severity === 'error' ? 'Error' : 'Warning'}:</b> {message}
        </p>
      ))}
      {kind && node.version < kind.version && (
        <p className={classes.general} data-severity="warning" role="status">
          <b>Older form:</b> this node was made when “{kind.title}” had other fields. They are
          filled in from it; the first change keeps them so.
        </p>
      )}
      {kind && (
        <FlowMappingPlace nodeId={node.id}>
          <FieldForm
            fields={kind.fields}
            values={lifted.config}
            faults={faults}
            readOnly={readOnly}
            onChange={configure}
          />
        </FlowMappingPlace>
      )}
      {kind?.role !== 'note' && (
        <>
          <NodeConnections node={node} />
          <Textarea
            label="Note"
            placeholder="Why this step is here"
            autosize
            minRows={2}
            maxRows={10}
            maxLength={5_000}
            disabled={readOnly}
            value={node.note}
            onChange={(event) =>
              edit({ type: 'set-note', id: node.id, note: event.currentTarget.value })
            }
          />
        </>
      )}
      {!readOnly && <NodeActions node={node} />}
    </div>
  )
}

function NodeActions({ node }: { node: FlowNode }) {
  const commands = useCommands()
  return (
    <Group gap={8} className={classes.actions}>
      <RunToHere nodeId={node.id} />
      <Button variant="default" onClick={() => commands.toggleDisabled([node.id])}>
        {node.disabled ? 'Enable' : 'Disable'}
      </Button>
      <ActionIcon
        size="input-xs"
        variant="default"
        aria-label="Duplicate"
        title="Duplicate"
        onClick={() => commands.duplicate([node.id])}
      >
        <IconCopy size={15} />
      </ActionIcon>
      <ActionIcon
        size="input-xs"
        variant="default"
        aria-label="Delete"
        title="Delete"
        onClick={() => commands.remove([node.id])}
      >
        <IconTrash size={15} />
      </ActionIcon>
    </Group>
  )
}

function isOfTest({ code }: Problem): boolean {
  return code === 'test'
}

/** The field of the form that a path such as `rows[2].condition` lies in. */
function fieldKey(path: string): string {
  return path.split(/[[.]/)[0] ?? path
}

/** Problems name their node; beside the node's own form that is said already. */
function unprefixed(message: string, name: string): string {
  if (!message.startsWith(`${name}: `)) return message
  const sentence = message.slice(name.length + 2)
  return sentence.charAt(0).toUpperCase() + sentence.slice(1)
}
