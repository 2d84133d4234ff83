'use client'

import { usePathname, useRouter, useSearchParams } from 'next/navigation'
import { useCallback } from 'react'

/**
 * The filters of a list, kept in the address so that a link shows the same list. Setting null or an
 * empty text takes a filter away; the browser's history gets no entry for it.
 */
export function useUrlFilters() {
  const params = useSearchParams()
  const path = usePathname()
  const router = useRouter()
  const set = useCallback(
    (changes: Record<string, string | null>) => {
      const next = new URLSearchParams(params)
      for (const [name, value] of Object.entries(changes)) {
        if (value === null || value === '') next.delete(name)
        else next.set(name, value)
      }
      const query = next.toString()
      router.replace(query === '' ? path : `${path}?${query}`, { scroll: false })
    },
    [params, path, router],
  )
  return { get: (name: string) => params.get(name), set }
}
