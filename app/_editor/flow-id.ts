'use client'

import { createContext, useContext } from 'react'

const FlowId = createContext<string | null>(null)

export const FlowIdProvider = FlowId.Provider

/** The id of the flow that is open in the designer around this component. */
export function useFlowId(): string {
  const id = useContext(FlowId)
  if (id === null) throw new Error('The flow is only known inside <FlowEditor>.')
  return id
}
