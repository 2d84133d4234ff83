'use client'

import { ActionIcon, Button, Group, Tabs, Text, Textarea } from '@mantine/core'
import { IconCopy, IconTrash } from '@tabler/icons-react'
import { useCallback, useMemo } from 'react'
import type { FlowNode } from '#engine/graph/schema.ts'
import { findKind } from '#nodes/catalog.ts'
import type { Json } from '#nodes/json.ts'
import { FlowMappingPlace } from '../_mapping/flow-mapping-place.tsx'
import { FieldForm } from '../_ui/field-form.tsx'
import { copyNodes, pasteNodes } from './clipboard.ts'
import { useEditor, useStores } from './editor-context.tsx'
import classes from './inspector.module.css'
import { KindIcon, tintOf } from './kind-look.tsx'
import { NodeConnections } from './node-connections.tsx'
import { NodeRecords, type RecordsAt } from './node-records.tsx'
import { NodeWarning } from './presence.tsx'
import { RenameInput } from './rename-input.tsx'

export type { RecordsAt }

interface NodeInspectorProps {
  id: string
  recordsAt: RecordsAt | undefined
}

/** All about one node: its form, where its records go, and what went through it last. */
export function NodeInspector({ id, recordsAt }: NodeInspectorProps) {
  const node = useEditor((state) => state.history.present.nodes.find((one) => one.id === id))
  if (!node) return null
  const kind = findKind(node.kind)
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
      <Tabs defaultValue="settings" keepMounted={false} classNames={{ root: classes.tabs }}>
        <Tabs.List px={12}>
          <Tabs.Tab value="settings">Settings</Tabs.Tab>
          <Tabs.Tab value="input">Input</Tabs.Tab>
          <Tabs.Tab value="output">Output</Tabs.Tab>
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
      </Tabs>
    </>
  )
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
  const general = mine.filter(
    ({ field }) => field === null || !(kind && fieldKey(field) in kind.fields),
  )
  return (
    <div className={classes.sections}>
      {general.map(({ message, severity }) => (
        <p key={message} className={classes.general} data-severity={severity}>
          <b>{severity === 'error' ? 'Error' : 'Warning'}:</b> {message}
        </p>
      ))}
      {kind && (
        <FlowMappingPlace nodeId={node.id}>
          <FieldForm
            fields={kind.fields}
            values={node.config}
            faults={faults}
            readOnly={readOnly}
            onChange={configure}
          />
        </FlowMappingPlace>
      )}
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
      {!readOnly && <NodeActions node={node} />}
    </div>
  )
}

function NodeActions({ node }: { node: FlowNode }) {
  const { editor } = useStores()
  const edit = useEditor((state) => state.edit)
  const duplicate = () => {
    const { history, select } = editor.getState()
    const paste = pasteNodes(copyNodes(history.present, new Set([node.id])), 40)
    if (paste && edit(paste)) select(paste.nodes.map((one) => one.id))
  }
  return (
    <Group gap={8} className={classes.actions}>
      <Button
        variant="default"
        onClick={() => edit({ type: 'set-disabled', ids: [node.id], disabled: !node.disabled })}
      >
        {node.disabled ? 'Enable' : 'Disable'}
      </Button>
      <ActionIcon
        size="input-xs"
        variant="default"
        aria-label="Duplicate"
        title="Duplicate"
        onClick={duplicate}
      >
        <IconCopy size={15} />
      </ActionIcon>
      <ActionIcon
        size="input-xs"
        variant="default"
        aria-label="Delete"
        title="Delete"
        onClick={() => edit({ type: 'remove-nodes', ids: [node.id] })}
      >
        <IconTrash size={15} />
      </ActionIcon>
    </Group>
  )
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
