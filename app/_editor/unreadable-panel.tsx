'use client'

import { Button, Group } from '@mantine/core'
import { useState } from 'react'
import classes from './conflicts-panel.module.css'
import { downloadJson } from './download-flow.ts'
import type { LeftEntry } from './journal.ts'

/** Unsaved changes of earlier tabs that cannot be brought back; nothing of them goes unasked. */
export function UnreadablePanel({ entries }: { entries: readonly LeftEntry[] }) {
  const [shown, setShown] = useState(entries)
  if (shown.length === 0) return null
  const discard = () => {
    for (const entry of shown) entry.forget()
    setShown([])
  }
  const download = () => {
    downloadJson(`[${shown.map((entry) => entry.text()).join(',\n')}]`, 'unsaved-changes.json')
  }
  return (
    <section className={classes.panel} aria-labelledby="unreadable-title">
      <h2 id="unreadable-title" className={classes.title}>
        Unsaved changes of an earlier tab cannot be brought back
      </h2>
      <p className={classes.help}>
        They do not fit this flow or this version of Tributary, so they are not on the screen. They
        stay in this browser until you discard them; download them first to make them again by hand.
      </p>
      <Group gap={8} mt={8}>
        <Button variant="default" onClick={download}>
          Download
        </Button>
        <Button variant="default" onClick={discard}>
          Discard
        </Button>
      </Group>
    </section>
  )
}
