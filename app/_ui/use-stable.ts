import { useState } from 'react'

/** The value before for as long as the new one is the same to `isSame`; callers make one at every render. */
export function useStable<T>(value: T, isSame: (held: T, value: T) => boolean): T {
  // In an object, or a value that is a function would be called.
  const [held, setHeld] = useState({ value })
  if (held.value === value || isSame(held.value, value)) return held.value
  setHeld({ value })
  return value
}
