'use client'

import { useLayoutEffect, useRef, type FocusEvent, type RefObject } from 'react'

/**
 * Keeps the focus within an element when what had it is gone, such as a row whose making was undone:
 * on the row that is in its place now, else on the element itself, which must be focusable. Without
 * it the keys would go to the page behind. Gives what is to be told when the focus comes.
 */
export function useKeptFocus(within: RefObject<HTMLElement | null>): (event: FocusEvent) => void {
  const last = useRef<Place | null>(null)
  useLayoutEffect(() => {
    const root = within.current
    const place = last.current
    if (!root || !place) return
    const rows = rowsOf(root)
    if (place.element.isConnected) {
      last.current = placeOf(place.element, rows)
    } else if (document.activeElement === document.body) {
      const row = rows[Math.min(place.row, rows.length - 1)]
      const next = row?.querySelector<HTMLElement>('[data-row-expression], button') ?? root
      next.focus({ preventScroll: next === root })
    }
  })
  return ({ target }) => {
    const root = within.current
    if (root && target instanceof HTMLElement && root.contains(target)) {
      last.current = placeOf(target, rowsOf(root))
    }
  }
}

function rowsOf(root: HTMLElement): HTMLElement[] {
  return [...root.querySelectorAll<HTMLElement>('[data-row]')]
}

function placeOf(element: HTMLElement, rows: readonly HTMLElement[]): Place {
  return { element, row: rows.findIndex((row) => row.contains(element)) }
}

interface Place {
  element: HTMLElement
  /** Which row it stood in, -1 for none. */
  row: number
}
