'use client'

import { Button, Stack, Text } from '@mantine/core'
import { IconLayoutAlignLeft, IconLayoutAlignTop } from '@tabler/icons-react'
import type { FlowNode } from '#engine/graph/schema.ts'
import { useEditor, useStores } from './editor-context.tsx'
import classes from './inspector.module.css'

/** What can be done with several nodes at once. */
export function ManyNodes({ ids }: { ids: readonly string[] }) {
  const { editor } = useStores()
  const edit = useEditor((state) => state.edit)
  const readOnly = useEditor((state) => state.readOnly)
  const chosen = () =>
    editor.getState().history.present.nodes.filter((node) => ids.includes(node.id))
  const align = (axis: 'x' | 'y') => {
    const nodes = chosen()
    const least = Math.min(...nodes.map((node) => node.position[axis]))
    edit({ type: 'move-nodes', positions: placed(nodes, axis, least) })
  }
  const disable = (disabled: boolean) => edit({ type: 'set-disabled', ids: [...ids], disabled })
  return (
    <div className={classes.body}>
      <Text size="sm" mb={12}>
        {ids.length} nodes are chosen. Copy, cut and duplicate work on all of them.
      </Text>
      {!readOnly && (
        <Stack gap={8} align="start">
          <Button
            variant="default"
            leftSection={<IconLayoutAlignLeft size={15} aria-hidden />}
            onClick={() => align('x')}
          >
            Align left
          </Button>
          <Button
            variant="default"
            leftSection={<IconLayoutAlignTop size={15} aria-hidden />}
            onClick={() => align('y')}
          >
            Align top
          </Button>
          <Button variant="default" onClick={() => disable(true)}>
            Disable
          </Button>
          <Button variant="default" onClick={() => disable(false)}>
            Enable
          </Button>
          <Button variant="default" onClick={() => edit({ type: 'remove-nodes', ids: [...ids] })}>
            Delete
          </Button>
        </Stack>
      )}
    </div>
  )
}

function placed(nodes: readonly FlowNode[], axis: 'x' | 'y', at: number) {
  return Object.fromEntries(nodes.map((node) => [node.id, { ...node.position, [axis]: at }]))
}
