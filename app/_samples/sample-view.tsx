'use client'

import { Button } from '@mantine/core'
import { useMemo, useState } from 'react'
import type { Sample } from '#engine/graph/schema.ts'
import { maskRecord, type MaskedField } from '#engine/samples/mask.ts'
import { useEditor } from '../_editor/editor-context.tsx'
import { JsonView } from '../_ui/json-view.tsx'
import { freeName } from './free-name.ts'
import { JsonDialog } from './json-dialog.tsx'
import { NameInput } from './name-input.tsx'
import { SaveAsTest } from './save-as-test.tsx'
import classes from './samples-panel.module.css'
import { useSamplesStore, type Candidate } from './samples-store.tsx'

interface CandidateViewProps {
  candidate: Candidate
  onKept: (name: string) => void
}

/** A fetched record as it would be kept. */
export function CandidateView({ candidate, onKept }: CandidateViewProps) {
  const { mask, candidates, offer } = useSamplesStore()
  const samples = useEditor((state) => state.history.present.samples)
  const edit = useEditor((state) => state.edit)
  const { node } = candidate
  const { record, masked } = useMemo(
    () => (mask ? maskRecord(candidate.record) : { record: candidate.record, masked: [] }),
    [candidate.record, mask],
  )
  const keep = () => {
    const taken = samples.filter((one) => one.node === node).map(({ name }) => name)
    const name = freeName(candidate.name, taken)
    if (!edit({ type: 'put-sample', sample: { node, name, record } })) return
    offer(candidates.filter((one) => one !== candidate))
    onKept(name)
  }
  return (
    <>
      <div className={classes.viewHead}>
        <h3 className={classes.viewName}>{candidate.name}</h3>
        <Button size="compact-sm" onClick={keep}>
          Keep as sample
        </Button>
        <SaveAsTest nodeId={node} input={record} />
      </div>
      {mask && <MaskedNote masked={masked} />}
      <JsonView value={record} what="the record" />
    </>
  )
}

function MaskedNote({ masked }: { masked: readonly MaskedField[] }) {
  if (masked.length === 0) return <p className={classes.note}>No personal data was found in it.</p>
  const values =
    masked.length === 1 ? 'One personal value is' : `${masked.length} personal values are`
  return (
    <details className={classes.note}>
      <summary>{values} masked</summary>
      <ul className={classes.masked}>
        {masked.map(({ path, kind }) => (
          <li key={path}>
            <code>{path}</code> {kind}
          </li>
        ))}
      </ul>
    </details>
  )
}

interface SampleViewProps {
  sample: Sample
  onRenamed: (name: string) => void
}

/** A sample that is kept with the flow. */
export function SampleView({ sample, onRenamed }: SampleViewProps) {
  const samples = useEditor((state) => state.history.present.samples)
  const edit = useEditor((state) => state.edit)
  const readOnly = useEditor((state) => state.readOnly)
  const [editing, setEditing] = useState(false)
  const { node, name, record } = sample
  const rename = (next: string) => {
    const renamed = edit({ type: 'put-sample', sample: { ...sample, name: next }, was: name })
    if (renamed) onRenamed(next)
    return renamed
  }
  const duplicate = () => {
    const taken = samples.filter((one) => one.node === node).map((one) => one.name)
    const copy = freeName(name, taken)
    if (edit({ type: 'put-sample', sample: { ...sample, name: copy } })) onRenamed(copy)
  }
  return (
    <>
      <div className={classes.viewHead}>
        <div className={classes.viewName}>
          <NameInput label="Sample name" value={name} readOnly={readOnly} onRename={rename} />
        </div>
        <SaveAsTest nodeId={node} input={record} />
        {!readOnly && (
          <>
            <Button variant="default" size="compact-sm" onClick={() => setEditing(true)}>
              Edit
            </Button>
            <Button variant="default" size="compact-sm" onClick={duplicate}>
              Duplicate
            </Button>
            <MaskButton sample={sample} />
            <Button
              variant="default"
              size="compact-sm"
              onClick={() => edit({ type: 'remove-sample', node, name })}
            >
              Delete
            </Button>
          </>
        )}
      </div>
      <JsonView value={record} what="the sample" />
      {editing && (
        <JsonDialog
          title="Edit sample"
          node={node}
          sample={sample}
          close={() => setEditing(false)}
        />
      )}
    </>
  )
}

/** For samples that were kept as they came. */
function MaskButton({ sample }: { sample: Sample }) {
  const edit = useEditor((state) => state.edit)
  const say = useEditor((state) => state.say)
  const mask = () => {
    const { record, masked } = maskRecord(sample.record)
    if (masked.length === 0) return say('No personal data was found in it.')
    if (edit({ type: 'put-sample', sample: { ...sample, record } })) {
      say(masked.length === 1 ? 'One value was masked.' : `${masked.length} values were masked.`)
    }
  }
  return (
    <Button variant="default" size="compact-sm" onClick={mask}>
      Mask
    </Button>
  )
}
