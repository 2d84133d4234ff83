'use client'

import { useMemo } from 'react'
import { resolveSettings } from '#engine/graph/settings.ts'
import type { JsonObject } from '#nodes/json.ts'
import { useEditor } from '../_editor/editor-context.tsx'
import { usePickSource } from '../_ui/pick-source.tsx'

const NOTHING: JsonObject = {}

/** The settings that the flow in the designer runs with. */
export function useSettings(): JsonObject {
  const own = useEditor((state) => state.history.present.settings)
  const shared = usePickSource()?.settings ?? NOTHING
  return useMemo(() => resolveSettings({ settings: own }, shared), [own, shared])
}
