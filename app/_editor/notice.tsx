'use client'

import { CloseButton } from '@mantine/core'
import { useEffect } from 'react'
import { useEditor } from './editor-context.tsx'
import classes from './notice.module.css'

/** Time to read a sentence, in ms. */
const SHOWN = 7_000

/** The last thing the designer has to say, at the foot of the canvas and to a screen reader. */
export function Notice() {
  const notice = useEditor((state) => state.notice)
  const hush = useEditor((state) => state.hush)
  useEffect(() => {
    if (!notice) return
    const timer = setTimeout(hush, SHOWN)
    return () => clearTimeout(timer)
  }, [notice, hush])
  return (
    <div className={classes.place} role="status" aria-live="polite">
      {notice && (
        <div key={notice.id} className={classes.notice} data-tone={notice.tone}>
          {notice.text}
          <CloseButton size="xs" aria-label="Close message" onClick={hush} />
        </div>
      )}
    </div>
  )
}
