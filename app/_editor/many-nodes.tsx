'use client'

import { ActionIcon, Button, Group, Stack, Text } from '@mantine/core'
import {
  IconLayoutAlignBottom,
  IconLayoutAlignCenter,
  IconLayoutAlignLeft,
  IconLayoutAlignMiddle,
  IconLayoutAlignRight,
  IconLayoutAlignTop,
  IconLayoutDistributeHorizontal,
  IconLayoutDistributeVertical,
  type Icon,
} from '@tabler/icons-react'
import { align, distribute, type Alignment } from './align.ts'
import type { Point } from './canvas-tools.tsx'
import { useCommands } from './commands.tsx'
import { useEditor, useStores } from './editor-context.tsx'
import classes from './inspector.module.css'

const ALIGNMENTS: { to: Alignment; name: string; shape: Icon }[] = [
  { to: 'left', name: 'Align left', shape: IconLayoutAlignLeft },
  { to: 'centre', name: 'Align centres', shape: IconLayoutAlignCenter },
  { to: 'right', name: 'Align right', shape: IconLayoutAlignRight },
  { to: 'top', name: 'Align top', shape: IconLayoutAlignTop },
  { to: 'middle', name: 'Align middles', shape: IconLayoutAlignMiddle },
  { to: 'bottom', name: 'Align bottom', shape: IconLayoutAlignBottom },
]

/** What can be done with several nodes at once. */
export function ManyNodes({ ids }: { ids: readonly string[] }) {
  const { editor } = useStores()
  const commands = useCommands()
  const edit = useEditor((state) => state.edit)
  const readOnly = useEditor((state) => state.readOnly)
  const off = useEditor((state) =>
    state.history.present.nodes.every((node) => node.disabled || !ids.includes(node.id)),
  )
  const chosen = () =>
    editor.getState().history.present.nodes.filter((node) => ids.includes(node.id))
  const move = (positions: Record<string, Point>) => {
    if (Object.keys(positions).length > 0) edit({ type: 'move-nodes', positions })
  }
  return (
    <div className={classes.body}>
      <Text size="sm" mb={12}>
        {ids.length} nodes are chosen. Copy, cut and duplicate work on all of them.
      </Text>
      {!readOnly && (
        <Stack gap={12} align="start">
          <Group gap={4} role="group" aria-label="Align">
            {ALIGNMENTS.map(({ to, name, shape }) => (
              <Place key={to} name={name} shape={shape} onClick={() => move(align(chosen(), to))} />
            ))}
          </Group>
          <Group gap={4} role="group" aria-label="Distribute">
            <Place
              name="Equal gaps across"
              shape={IconLayoutDistributeVertical}
              disabled={ids.length < 3}
              onClick={() => move(distribute(chosen(), 'x'))}
            />
            <Place
              name="Equal gaps down"
              shape={IconLayoutDistributeHorizontal}
              disabled={ids.length < 3}
              onClick={() => move(distribute(chosen(), 'y'))}
            />
          </Group>
          <Group gap={8}>
            <Button variant="default" onClick={() => commands.toggleDisabled(ids)}>
              {off ? 'Enable' : 'Disable'}
            </Button>
            <Button variant="default" onClick={() => commands.duplicate(ids)}>
              Duplicate
            </Button>
            <Button variant="default" onClick={() => commands.remove(ids)}>
              Delete
            </Button>
          </Group>
        </Stack>
      )}
    </div>
  )
}

interface PlaceProps {
  name: string
  shape: Icon
  disabled?: boolean
  onClick: () => void
}

function Place({ name, shape: Shape, disabled, onClick }: PlaceProps) {
  return (
    <ActionIcon
      size="input-xs"
      variant="default"
      aria-label={name}
      title={name}
      disabled={disabled}
      onClick={onClick}
    >
      <Shape size={16} aria-hidden />
    </ActionIcon>
  )
}
