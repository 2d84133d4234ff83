'use client'

import { memo, useId, useRef, useState, type KeyboardEvent } from 'react'
import type { Completion } from './completion.ts'
import { CompletionList } from './completion-list.tsx'
import classes from './row-expression.module.css'

interface RowExpressionProps {
  label: string
  text: string
  placeholder: string
  invalid: boolean
  readOnly: boolean
  /** Lines of code, where Enter makes a new line. */
  isCode: boolean
  wantsFocus: boolean
  onText: (text: string) => void
  /** What may be meant at the cursor in a text that is typed here. */
  onComplete: (text: string, cursor: number) => Completion | null
  onUse: (input: HTMLTextAreaElement) => void
  onMove: (by: 1 | -1) => void
}

/** One expression in one line that grows, with the fields of the record offered while it is typed. */
export const RowExpression = memo(
  function RowExpression(props: RowExpressionProps) {
    const { label, text, placeholder, invalid, readOnly, isCode } = props
    const { wantsFocus, onText, onComplete, onUse, onMove } = props
    const id = useId()
    const input = useRef<HTMLTextAreaElement>(null)
    const [completion, setCompletion] = useState<Completion | null>(null)
    const [active, setActive] = useState(0)
    // Blanks around an expression are no part of it, but between two keystrokes they are wanted.
    const [typed, setTyped] = useState<string | null>(null)
    const shown = typed !== null && typed.trim() === text.trim() ? typed : text
    const change = (next: string) => {
      setTyped(next)
      onText(next.trim())
    }

    const complete = (value: string, cursor: number) => {
      const found = onComplete(value, cursor)
      setCompletion(found)
      setActive(found?.exact ? -1 : 0)
    }
    const accept = (index: number) => {
      const chosen = completion?.suggestions[index]
      if (!completion || !chosen || !input.current) return
      const element = input.current
      const end = element.selectionStart
      const cursor = completion.start + chosen.text.length
      change(shown.slice(0, completion.start) + chosen.text + shown.slice(end))
      setCompletion(null)
      requestAnimationFrame(() => {
        element.focus()
        element.setSelectionRange(cursor, cursor)
      })
    }
    const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
      const used = completion
        ? inList(event, completion, { active, setActive, accept, close: () => setCompletion(null) })
        : false
      if (used) return
      const by = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : null
      if (event.altKey && by !== null) {
        event.preventDefault()
        onMove(by)
      } else if (event.key === ' ' && event.ctrlKey) {
        event.preventDefault()
        complete(shown, event.currentTarget.selectionStart)
      } else if (event.key === 'Enter' && !event.shiftKey && !isCode && !shown.includes('\n')) {
        event.preventDefault()
        nextInput(event.currentTarget)?.focus()
      }
    }
    return (
      <div className={classes.frame} data-invalid={invalid || undefined}>
        <div className={classes.grow} data-text={shown === '' ? placeholder : shown}>
          <textarea
            ref={(element) => {
              input.current = element
              if (element && wantsFocus && element.ownerDocument.activeElement !== element) {
                element.focus()
              }
            }}
            className={classes.input}
            rows={1}
            aria-label={label}
            aria-invalid={invalid || undefined}
            aria-autocomplete="list"
            aria-haspopup="listbox"
            aria-controls={completion ? `${id}-list` : undefined}
            aria-activedescendant={completion && active >= 0 ? `${id}-${active}` : undefined}
            spellCheck={false}
            autoCapitalize="off"
            autoComplete="off"
            data-row-expression
            readOnly={readOnly}
            placeholder={placeholder}
            value={shown}
            onFocus={(event) => onUse(event.currentTarget)}
            onBlur={() => {
              setCompletion(null)
              setTyped(null)
            }}
            onChange={(event) => {
              const { value, selectionStart } = event.currentTarget
              change(value)
              complete(value, selectionStart)
            }}
            onKeyDown={onKeyDown}
          />
        </div>
        {completion && (
          <CompletionList
            id={id}
            suggestions={completion.suggestions}
            active={active}
            onChoose={accept}
          />
        )}
      </div>
    )
  },
  // The callbacks do the same at every drawing: they read what is there when they are called.
  (before, after) =>
    before.text === after.text &&
    before.label === after.label &&
    before.placeholder === after.placeholder &&
    before.invalid === after.invalid &&
    before.readOnly === after.readOnly &&
    before.isCode === after.isCode &&
    before.wantsFocus === after.wantsFocus,
)

interface ListKeys {
  active: number
  setActive: (index: number) => void
  accept: (index: number) => void
  close: () => void
}

/** Keys while fields are offered; true when the key was for the list. */
function inList(event: KeyboardEvent, { suggestions }: Completion, keys: ListKeys): boolean {
  const { active, setActive, accept, close } = keys
  const count = suggestions.length
  if (event.altKey || event.ctrlKey || event.metaKey) return false
  if (event.key === 'ArrowDown') setActive((active + 1) % count)
  else if (event.key === 'ArrowUp') setActive((Math.max(active, 0) + count - 1) % count)
  else if (event.key === 'Enter' && !event.shiftKey && active >= 0) accept(active)
  else if (event.key === 'Escape') close()
  else return false
  event.preventDefault()
  event.stopPropagation()
  return true
}

function nextInput(from: HTMLElement): HTMLElement | undefined {
  const around = from.closest('[data-mapping-fields]')
  const all = [...(around?.querySelectorAll<HTMLElement>('[data-row-expression]') ?? [])]
  return all[all.indexOf(from) + 1]
}
