'use client'

import { useEffect } from 'react'
import type { DraftNews } from './draft-news.ts'
import type { Draft } from './journal.ts'
import type { OpenEditor } from './open-editor.ts'

/** What the flow's page does on the server for people who have one flow open together. */
export interface TogetherDoors {
  /** Calls back with all news of the draft from a revision on; gives the way to end that. */
  follow: (since: number, onNews: (news: DraftNews) => void, onEnd: () => void) => () => void
  loadDraft: () => Promise<Draft>
  /** Tells the others that this tab has the flow open, with a node chosen or none. */
  beHere: (here: { tab: string; nodeId: string | null }) => Promise<unknown>
  leave: (tab: string) => Promise<unknown>
}

/** Between two signs of life, in ms; three may be late before one counts as gone. */
const SIGN_OF_LIFE = 10_000
/** Chosen nodes are told of when the choice has settled, in ms. */
const SETTLED = 250
/** Before following anew after the server has ended it, in ms. */
const AGAIN = 3_000

/**
 * Joins an open designer to the others of the same flow: their saves come in as they are made, and
 * each sees who is there. Only while the tab is seen: a browser has few connections to give.
 */
export function useTogether(opened: OpenEditor, doors: TogetherDoors | undefined): void {
  useEffect(() => {
    if (!doors) return
    const { tab, autosave, hear, catchUp, loadCalled, stores } = opened
    let end: (() => void) | null = null
    let told: string | null = null
    let soon: ReturnType<typeof setTimeout> | undefined
    let again: ReturnType<typeof setTimeout> | undefined

    const chosen = () => {
      const { selected } = stores.editor.getState()
      return selected.length === 1 ? (selected[0] ?? null) : null
    }
    const tell = () => {
      told = chosen()
      // A sign that does not arrive is made up for by the next.
      void doors.beHere({ tab, nodeId: told }).catch(() => undefined)
    }
    const follow = () => {
      end ??= doors.follow(autosave.known().revision, hear, () => {
        end = null
        again = setTimeout(() => {
          void catchUp()
          show()
        }, AGAIN)
      })
    }
    const show = () => {
      if (document.visibilityState === 'hidden') {
        end?.()
        end = null
        return
      }
      follow()
      tell()
      // Who was away may have published what is called here.
      void loadCalled()
    }
    const leave = () => void doors.leave(tab).catch(() => undefined)

    show()
    const signs = setInterval(() => document.visibilityState === 'visible' && tell(), SIGN_OF_LIFE)
    const unselect = stores.editor.subscribe(() => {
      clearTimeout(soon)
      if (chosen() !== told) soon = setTimeout(tell, SETTLED)
    })
    document.addEventListener('visibilitychange', show)
    window.addEventListener('pagehide', leave)
    return () => {
      clearInterval(signs)
      clearTimeout(soon)
      clearTimeout(again)
      unselect()
      document.removeEventListener('visibilitychange', show)
      window.removeEventListener('pagehide', leave)
      end?.()
      leave()
    }
  }, [opened, doors])
}
