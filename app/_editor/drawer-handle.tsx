'use client'

import { useRef, type KeyboardEvent, type PointerEvent, type RefObject } from 'react'
import classes from './drawer.module.css'

interface DrawerHandleProps {
  /** The drawer itself; while it is dragged its height goes there without drawing it anew. */
  frame: RefObject<HTMLElement | null>
  /** Of the panel, in px. */
  height: number
  onHeight: (height: number) => void
}

const LEAST = 120
const STEP = 24
/** That much of the designer stays with the canvas, in px. */
const CANVAS_LEAST = 200

/** The upper edge of the drawer: drag it, or move it with the arrow keys, Home and End. */
export function DrawerHandle({ frame, height, onHeight }: DrawerHandleProps) {
  const start = useRef<{ y: number; height: number } | null>(null)
  const most = () =>
    Math.max(LEAST, (frame.current?.parentElement?.clientHeight ?? 800) - 48 - CANVAS_LEAST)
  const fit = (wanted: number) => Math.round(Math.min(Math.max(wanted, LEAST), most()))
  const panel = () => frame.current?.querySelector<HTMLElement>('[role=tabpanel]')

  const drag = (event: PointerEvent) => {
    const from = start.current
    const element = panel()
    if (from && element) element.style.height = `${fit(from.height + from.y - event.clientY)}px`
  }
  const drop = (event: PointerEvent) => {
    const from = start.current
    start.current = null
    if (from) onHeight(fit(from.height + from.y - event.clientY))
  }
  const press = (event: KeyboardEvent) => {
    const wanted = {
      ArrowUp: height + STEP,
      ArrowDown: height - STEP,
      PageUp: height + STEP * 4,
      PageDown: height - STEP * 4,
      Home: LEAST,
      End: most(),
    }[event.key]
    if (wanted === undefined) return
    event.preventDefault()
    onHeight(fit(wanted))
  }
  return (
    <div
      className={classes.handle}
      role="separator"
      aria-orientation="horizontal"
      aria-label="Drawer height"
      aria-valuenow={height}
      aria-valuemin={LEAST}
      aria-valuemax={most()}
      tabIndex={0}
      onKeyDown={press}
      onPointerDown={(event) => {
        start.current = { y: event.clientY, height }
        event.currentTarget.setPointerCapture(event.pointerId)
      }}
      onPointerMove={drag}
      onPointerUp={drop}
      onPointerCancel={drop}
    />
  )
}
