'use client'

import { createContext, use } from 'react'
import type { JsonObject } from '#nodes/json.ts'

interface PickSource {
  integrationId: string
  /** What all flows of the integration share, by key. */
  settings: JsonObject
}

/** The integration whose connections pickers ask, and whose settings a flow inherits. */
export const PickSourceContext = createContext<PickSource | null>(null)

/** Null where nothing can be asked: then an id is typed. */
export function usePickSource(): PickSource | null {
  return use(PickSourceContext)
}
