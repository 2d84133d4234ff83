'use client'

import { createContext, use } from 'react'

/** Saves what is not saved yet; false when it cannot be. */
type Flush = () => Promise<boolean>

const SavesFirst = createContext<Flush>(() => Promise.resolve(true))

export const FlushProvider = SavesFirst.Provider

/** What must be done before the server is asked about the draft. */
export function useFlush(): Flush {
  return use(SavesFirst)
}
