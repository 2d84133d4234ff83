'use client'

import { IconPinFilled } from '@tabler/icons-react'
import { useEditor } from '../_editor/editor-context.tsx'
import classes from './pin-mark.module.css'

/** On the card of a node whose output is kept: tests of the draft do not run it. */
export function PinMark({ id }: { id: string }) {
  const pinned = useEditor((state) => state.history.present.pins.some((pin) => pin.node === id))
  if (!pinned) return null
  const words = 'Output pinned: tests of the draft do not run this node'
  return (
    <span className={classes.mark} role="img" aria-label={words} title={words}>
      <IconPinFilled size={14} aria-hidden />
    </span>
  )
}
