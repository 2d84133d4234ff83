'use client'

import { Portal } from '@mantine/core'
import { useEffect, useId, useLayoutEffect, useRef, useState, type ReactNode } from 'react'
import type { Point } from './canvas-tools.tsx'
import classes from './chooser.module.css'

export interface Choice {
  id: string
  label: string
  /** Said beside the label. */
  detail?: string
  /** The heading that it stands under. */
  group?: string
  /** Further words that it is found by. */
  words?: string
  icon?: ReactNode
  /** Why it cannot be chosen; it is listed all the same, so that nobody has to wonder. */
  refusal?: string | null
}

interface ChooserProps {
  title: string
  inputLabel: string
  choices: readonly Choice[]
  /** Where in the window it opens. */
  at: Point
  onChoose: (id: string) => void
  onClose: () => void
}

const WIDTH = 320
const HEIGHT = 360

/** A small window to choose one thing by typing, with what fits on top. Escape closes it. */
export function Chooser(props: ChooserProps) {
  return (
    <Portal>
      <Window {...props} />
    </Portal>
  )
}

function Window({ title, inputLabel, choices, at, onChoose, onClose }: ChooserProps) {
  const [sought, setSought] = useState('')
  const [active, setActive] = useState(0)
  const base = useId()
  const box = useRef<HTMLDivElement>(null)
  const input = useRef<HTMLInputElement>(null)
  const shown = fitting(choices, sought)
  const current = shown[Math.min(active, shown.length - 1)]
  const optionId = (choice: Choice) => `${base}-${choice.id}`

  useLayoutEffect(() => input.current?.focus({ preventScroll: true }), [title])
  useEffect(() => {
    const onPress = (event: PointerEvent) => {
      if (event.target instanceof Node && !box.current?.contains(event.target)) onClose()
    }
    document.addEventListener('pointerdown', onPress, true)
    return () => document.removeEventListener('pointerdown', onPress, true)
  }, [onClose])

  const activeId = current && `${base}-${current.id}`
  useEffect(() => {
    if (activeId) document.getElementById(activeId)?.scrollIntoView({ block: 'nearest' })
  }, [activeId])

  const take = (choice: Choice | undefined) => {
    if (choice && !choice.refusal) onChoose(choice.id)
  }
  const onKeyDown = (event: React.KeyboardEvent) => {
    const steps: { [key: string]: number | undefined } = { ArrowDown: 1, ArrowUp: -1 }
    const step = steps[event.key]
    if (step !== undefined) {
      setActive((active + step + shown.length) % Math.max(shown.length, 1))
    } else if (event.key === 'Enter') take(current)
    else if (event.key === 'Escape' || event.key === 'Tab') onClose()
    else return
    event.preventDefault()
    event.stopPropagation()
  }

  return (
    <div
      ref={box}
      role="dialog"
      aria-label={title}
      className={classes.box}
      style={{
        left: Math.max(8, Math.min(at.x, window.innerWidth - WIDTH - 8)),
        top: Math.max(8, Math.min(at.y, window.innerHeight - HEIGHT - 8)),
      }}
    >
      <div className={classes.title} aria-hidden>
        {title}
      </div>
      <input
        ref={input}
        className={classes.input}
        role="combobox"
        aria-label={inputLabel}
        aria-expanded
        aria-autocomplete="list"
        aria-controls={`${base}-list`}
        aria-activedescendant={activeId}
        placeholder={inputLabel}
        value={sought}
        onChange={(event) => {
          setSought(event.currentTarget.value)
          setActive(0)
        }}
        onKeyDown={onKeyDown}
      />
      <div id={`${base}-list`} role="listbox" aria-label={title} className={classes.list}>
        {byGroup(shown).map(({ group, members }) => (
          <div key={group} role="group" aria-label={group || title}>
            {group && (
              <div className={classes.group} aria-hidden>
                {group}
              </div>
            )}
            {members.map((choice) => (
              <div
                key={choice.id}
                id={optionId(choice)}
                role="option"
                aria-selected={choice === current}
                aria-disabled={choice.refusal ? true : undefined}
                className={classes.choice}
                onPointerMove={() => setActive(shown.indexOf(choice))}
                onClick={() => take(choice)}
              >
                {choice.icon}
                <span className={classes.words}>
                  <span className={classes.label}>{choice.label}</span>
                  {(choice.refusal ?? choice.detail) && (
                    <span className={classes.detail}>{choice.refusal ?? choice.detail}</span>
                  )}
                </span>
              </div>
            ))}
          </div>
        ))}
      </div>
      {shown.length === 0 && (
        <p className={classes.none} role="status">
          Nothing is called that.
        </p>
      )}
    </div>
  )
}

/** What the text names: names that begin with it first, what cannot be chosen last. */
function fitting(choices: readonly Choice[], sought: string): Choice[] {
  const words = sought.toLowerCase().split(/\s+/).filter(Boolean)
  const rank = ({ label, refusal }: Choice) => {
    if (refusal) return 3
    const name = label.toLowerCase()
    if (words.length === 0 || name.startsWith(words.join(' '))) return 0
    return words.every((word) => name.includes(word)) ? 1 : 2
  }
  const found = choices.filter((choice) => {
    const text = `${choice.label} ${choice.group ?? ''} ${choice.words ?? ''}`.toLowerCase()
    return words.every((word) => text.includes(word))
  })
  return inGroups(found.toSorted((one, other) => rank(one) - rank(other)))
}

/** Members of one group together, groups in the order of their best member. */
function inGroups(choices: readonly Choice[]): Choice[] {
  return byGroup(choices).flatMap(({ members }) => members)
}

function byGroup(choices: readonly Choice[]): { group: string; members: Choice[] }[] {
  const groups = new Map<string, Choice[]>()
  for (const choice of choices) {
    const members = groups.get(choice.group ?? '')
    if (members) members.push(choice)
    else groups.set(choice.group ?? '', [choice])
  }
  return [...groups].map(([group, members]) => ({ group, members }))
}
