'use client'

import { Button } from '@mantine/core'
import { IconBookmark } from '@tabler/icons-react'
import type { JsonObject } from '#nodes/json.ts'
import { useEditor } from '../_editor/editor-context.tsx'
import { useSamplesStore } from './samples-store.tsx'

interface OfferAsSampleProps {
  nodeId: string
  recordKey: string
  /** What people call it. */
  name: string
  record: JsonObject
}

/** In the designer: puts a record of a test among those that can be kept as samples, and shows it. */
export function OfferAsSample({ nodeId, recordKey, name, record }: OfferAsSampleProps) {
  const { offer, choose } = useSamplesStore()
  const setDrawer = useEditor((state) => state.setDrawer)
  const readOnly = useEditor((state) => state.readOnly)
  const known = useEditor((state) => state.history.present.nodes.some(({ id }) => id === nodeId))
  if (readOnly || !known) return null
  return (
    <Button
      variant="default"
      size="compact-xs"
      leftSection={<IconBookmark size={13} aria-hidden />}
      onClick={() => {
        offer([{ node: nodeId, key: recordKey, name, record }])
        choose(nodeId)
        setDrawer('samples')
      }}
    >
      Use as sample
    </Button>
  )
}
