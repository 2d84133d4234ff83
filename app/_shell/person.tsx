'use client'

import { createContext, use, type ReactNode } from 'react'
import type { Person } from '../_server/session.ts'

const PersonContext = createContext<Person | null>(null)

export function PersonProvider({ person, children }: { person: Person; children: ReactNode }) {
  return <PersonContext value={person}>{children}</PersonContext>
}

/** Who is signed in. Only for components inside the shell. */
export function usePerson(): Person {
  const person = use(PersonContext)
  if (!person) throw new Error('usePerson is used outside the shell.')
  return person
}

const ORDER = ['viewer', 'operator', 'builder', 'admin', 'owner'] as const

/** Whether the signed-in person's role is at least this one; the server checks it again. */
export function useMay(least: Person['role']): boolean {
  return ORDER.indexOf(usePerson().role) >= ORDER.indexOf(least)
}
