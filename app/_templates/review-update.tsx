'use client'

import { Button, Tabs } from '@mantine/core'
import { useMemo, useState } from 'react'
import { compareDocuments } from '#engine/difference/compare.ts'
import { mergeUpdate, settleUpdate, type Choices } from '#engine/difference/merge-update.ts'
import { documentChanges } from '#engine/graph/changes.ts'
import type { FlowDocument } from '#engine/graph/schema.ts'
import { useEditor } from '../_editor/editor-context.tsx'
import { ChangeList } from '../_versions/change-list.tsx'
import { changesText } from '../_versions/changes-text.ts'
import { CompareCanvas } from '../_versions/compare-canvas.tsx'
import { UpdateConflicts } from './review-conflicts.tsx'
import { UpdateTests } from './review-tests.tsx'
import classes from './review-update.module.css'

interface ReviewUpdateProps {
  update: { title: string; from: number; to: number; base: FlowDocument; theirs: FlowDocument }
  onClose: () => void
}

/** A template's newer version and the flow's own changes, merged: what comes of it, and the choices. */
export function ReviewUpdate({ update, onClose }: ReviewUpdateProps) {
  const { title, from, to, base, theirs } = update
  const mine = useEditor((state) => state.history.present)
  const edit = useEditor((state) => state.edit)
  const say = useEditor((state) => state.say)
  const [chosen, setChosen] = useState<string | null>(null)
  const [choices, setChoices] = useState<Choices>({})
  const merged = useMemo(() => mergeUpdate({ base, mine, theirs }), [base, mine, theirs])
  const result = useMemo(() => settleUpdate(merged, choices), [merged, choices])
  const brings = useMemo(() => compareDocuments(mine, result), [mine, result])
  const own = useMemo(() => compareDocuments(base, mine), [base, mine])
  const apply = () => {
    const changes = documentChanges(mine, result)
    if (changes.length === 0 || !edit({ type: 'change', changes })) return
    onClose()
    say(`The draft has version ${to} of its template. Undo takes that back; Publish makes it run.`)
  }
  return (
    <div className={classes.screen}>
      <section className={classes.side} aria-label="Update">
        <div className={classes.about}>
          <h2 className={classes.title}>
            {title}: version {from} → {to}
          </h2>
          <p>What you changed stays. {conflictsText(merged.conflicts.length)}</p>
        </div>
        <div className={classes.conflicts}>
          <UpdateConflicts
            conflicts={merged.conflicts}
            choices={choices}
            onChoose={(place, side) => setChoices({ ...choices, [place]: side })}
          />
          {merged.notes.length > 0 && (
            <ul className={classes.notes}>
              {merged.notes.map((note) => (
                <li key={note}>{note}</li>
              ))}
            </ul>
          )}
        </div>
        <div className={classes.foot}>
          <UpdateTests document={result} />
          <Button onClick={apply}>Apply update</Button>
        </div>
      </section>
      <CompareCanvas
        before={mine}
        after={result}
        comparison={brings}
        chosen={chosen}
        onChoose={setChosen}
      />
      <aside className={classes.changes} aria-label="What differs">
        <Tabs defaultValue="brings" keepMounted={false} className={classes.tabs}>
          <Tabs.List>
            <Tabs.Tab value="brings">
              Update brings {changesText(brings.count).toLowerCase()}
            </Tabs.Tab>
            <Tabs.Tab value="own">Yours ({own.count})</Tabs.Tab>
          </Tabs.List>
          <Tabs.Panel value="brings" className={classes.panel} tabIndex={0}>
            <ChangeList comparison={brings} chosen={chosen} onChoose={setChosen} />
          </Tabs.Panel>
          <Tabs.Panel value="own" className={classes.panel} tabIndex={0}>
            <ChangeList comparison={own} chosen={chosen} onChoose={setChosen} />
          </Tabs.Panel>
        </Tabs>
      </aside>
    </div>
  )
}

function conflictsText(count: number): string {
  if (count === 0) return 'Nothing was changed by both.'
  const places = count === 1 ? 'One place was' : `${count} places were`
  return `${places} changed by both: choose what counts.`
}
