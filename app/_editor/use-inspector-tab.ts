'use client'

import { useEffect, useState } from 'react'
import { useEditor } from './editor-context.tsx'

/**
 * The tab that the inspector shows of a node: the one that was chosen, until a problem leads to a
 * field, or to a test.
 */
export function useInspectorTab(): { shown: string; choose: (tab: string | null) => void } {
  const wanted = useEditor((state) => state.wantedField)
  const selected = useEditor((state) => state.selected)
  const select = useEditor((state) => state.select)
  const [shown, setShown] = useState(() => tabOf(wanted) ?? 'settings')
  useEffect(() => {
    const tab = tabOf(wanted)
    if (tab !== null) setShown(tab)
  }, [wanted])
  return {
    shown,
    choose(tab) {
      setShown(tab ?? 'settings')
      // The same problem may be followed once more.
      if (wanted !== null) select(selected)
    },
  }
}

/** A test stands in a tab of its own; every other field is a setting. */
function tabOf(field: string | null): string | null {
  if (field === null) return null
  return field.startsWith('tests[') ? 'tests' : 'settings'
}
