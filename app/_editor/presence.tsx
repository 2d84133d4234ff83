'use client'

import { Avatar, Tooltip } from '@mantine/core'
import { createContext, useContext } from 'react'
import { useStore } from 'zustand'
import { createPresenceStore, type PersonHere } from './presence-store.ts'
import classes from './presence.module.css'

const Presence = createContext(createPresenceStore())

export const PresenceProvider = Presence.Provider

const NOBODY: readonly PersonHere[] = []

/** Who else has the flow open: one avatar for each person, in the colour of their ring. */
export function PeopleHere() {
  const people = oncePerPerson(useStore(useContext(Presence), (state) => state.people))
  if (people.length === 0) return null
  return (
    <div className={classes.people} role="group" aria-label="Also here">
      {people.map((person) => (
        <Tooltip key={person.userId} label={`${person.name} has this flow open`}>
          <Avatar
            size={26}
            radius="xl"
            className={classes.avatar}
            data-hue={hueOf(person)}
            alt={`${person.name} has this flow open`}
            role="img"
            aria-label={person.name}
          >
            {initials(person.name)}
          </Avatar>
        </Tooltip>
      ))}
    </div>
  )
}

/** On a node's card: a ring and the names of those who have chosen it elsewhere. */
export function NodePresence({ id }: { id: string }) {
  const people = useStore(useContext(Presence), (state) => state.byNode[id] ?? NOBODY)
  const [first] = people
  if (!first) return null
  return (
    <div className={classes.ring} data-hue={hueOf(first)}>
      <span className={classes.tag}>{namesOf(people)}</span>
    </div>
  )
}

/** In the inspector: a quiet warning that somebody else is at the same node. */
export function NodeWarning({ id }: { id: string }) {
  const people = useStore(useContext(Presence), (state) => state.byNode[id] ?? NOBODY)
  const [first] = people
  return (
    <div role="status">
      {first && (
        <p className={classes.warning} data-hue={hueOf(first)}>
          {namesOf(people)} {oncePerPerson(people).length === 1 ? 'is' : 'are'} editing this node
        </p>
      )}
    </div>
  )
}

function oncePerPerson(people: readonly PersonHere[]): PersonHere[] {
  return [...new Map(people.map((person) => [person.userId, person])).values()]
}

function namesOf(people: readonly PersonHere[]): string {
  return oncePerPerson(people)
    .map(({ name }) => name)
    .join(' and ')
}

function initials(name: string): string {
  return name
    .split(/\s+/)
    .slice(0, 2)
    .map((word) => word.charAt(0).toUpperCase())
    .join('')
}

const HUES = 6

/** One of six colours, the same for a person on every screen. */
function hueOf({ userId }: PersonHere): number {
  let sum = 0
  for (const letter of userId) sum = (sum * 31 + letter.charCodeAt(0)) % 9_973
  return sum % HUES
}
