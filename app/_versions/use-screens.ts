'use client'

import { useMemo, useState } from 'react'

/** What covers the designer, each with an address of its own. */
export type Screen = 'versions' | 'update'

interface Screens {
  shown: Screen | null
  open: (screen: Screen | null) => void
}

/**
 * Which screen covers the designer. The address follows without a new page, so that a link leads there
 * and what can be undone stays.
 */
export function useScreens(flowId: string, first: Screen | null): Screens {
  const [shown, setShown] = useState(first)
  return useMemo(() => {
    const path = `/flows/${encodeURIComponent(flowId)}`
    return {
      shown,
      open: (screen) => {
        window.history.replaceState(null, '', screen === null ? path : `${path}/${screen}`)
        setShown(screen)
      },
    }
  }, [flowId, shown])
}
