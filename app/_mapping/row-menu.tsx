'use client'

import { ActionIcon, Menu } from '@mantine/core'
import {
  IconArrowDown,
  IconArrowUp,
  IconBraces,
  IconDots,
  IconList,
  IconPencil,
  IconTrash,
} from '@tabler/icons-react'
import { memo, useState } from 'react'
import type { MappingRow } from '#engine/mapping/rows.ts'
import classes from './row-menu.module.css'

interface RowMenuProps {
  name: string
  pathKey: string
  /** Null for a line that no row stands for yet. */
  kind: MappingRow['kind'] | null
  canRename: boolean
  readOnly: boolean
  onRename: () => void
  onMove: (by: 1 | -1) => void
  onMake: (what: 'object' | 'lines') => void
  onRemove: () => void
}

/** What can be done with a row. The menu itself is made when it is first wanted: there are many rows. */
export const RowMenu = memo(
  function RowMenu(props: RowMenuProps) {
    const { name, kind, canRename, readOnly, onRename, onMove, onMake, onRemove } = props
    const [wanted, setWanted] = useState(false)
    const [opened, setOpened] = useState(false)
    if (readOnly) return null
    const button = (
      <ActionIcon
        className={classes.button}
        aria-label={`Actions for ${name}`}
        aria-haspopup="menu"
        data-open={opened || undefined}
        onClick={() => {
          setWanted(true)
          setOpened(true)
        }}
      >
        <IconDots size={15} />
      </ActionIcon>
    )
    if (!wanted) return button
    return (
      <Menu opened={opened} onChange={setOpened} position="bottom-end" width={190}>
        <Menu.Target>{button}</Menu.Target>
        <Menu.Dropdown>
          {canRename && (
            <Menu.Item leftSection={<IconPencil size={14} />} onClick={onRename}>
              Rename
            </Menu.Item>
          )}
          {kind && (
            <>
              <Menu.Item
                leftSection={<IconArrowUp size={14} />}
                rightSection={<kbd className={classes.key}>Alt ↑</kbd>}
                onClick={() => onMove(-1)}
              >
                Move up
              </Menu.Item>
              <Menu.Item
                leftSection={<IconArrowDown size={14} />}
                rightSection={<kbd className={classes.key}>Alt ↓</kbd>}
                onClick={() => onMove(1)}
              >
                Move down
              </Menu.Item>
            </>
          )}
          {kind === 'value' && (
            <>
              <Menu.Item leftSection={<IconBraces size={14} />} onClick={() => onMake('object')}>
                Make an object
              </Menu.Item>
              <Menu.Item leftSection={<IconList size={14} />} onClick={() => onMake('lines')}>
                Make lines
              </Menu.Item>
            </>
          )}
          <Menu.Divider />
          <Menu.Item color="red" leftSection={<IconTrash size={14} />} onClick={onRemove}>
            Remove
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    )
  },
  (before, after) =>
    before.pathKey === after.pathKey &&
    before.kind === after.kind &&
    before.canRename === after.canRename &&
    before.readOnly === after.readOnly,
)
