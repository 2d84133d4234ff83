'use client'

import { Button, Select, Switch } from '@mantine/core'
import { IconClipboard } from '@tabler/icons-react'
import { useState } from 'react'
import type { Sample } from '#engine/graph/schema.ts'
import { findKind } from '#nodes/catalog.ts'
import { useEditor } from '../_editor/editor-context.tsx'
import { CandidateView, SampleView } from './sample-view.tsx'
import { FetchForm } from './fetch-form.tsx'
import { JsonDialog } from './json-dialog.tsx'
import classes from './samples-panel.module.css'
import { SampleLine } from './sample-line.tsx'
import { useSamplesStore, type Candidate } from './samples-store.tsx'

/** The samples of a node: what is kept, what was fetched, and where more come from. */
export function SamplesPanel() {
  const { node, choose, mask, setMask } = useSamplesStore()
  const nodes = useEditor((state) => state.history.present.nodes)
  const readOnly = useEditor((state) => state.readOnly)
  const source = nodes.find((one) => findKind(one.kind)?.role === 'source')
  const shown = nodes.find(({ id }) => id === node) ?? source ?? nodes[0]
  const [pasting, setPasting] = useState(false)
  if (!shown) return <p className={classes.none}>Place a node first: samples belong to nodes.</p>
  return (
    <div className={classes.panel}>
      <div className={classes.tools}>
        <Select
          label="Samples of"
          className={classes.node}
          allowDeselect={false}
          searchable
          data={nodes.map(({ id, name }) => ({ value: id, label: name }))}
          value={shown.id}
          onChange={(id) => id !== null && choose(id)}
        />
        {!readOnly && (
          <>
            <FetchForm key={shown.id} nodeId={shown.id} />
            <Button
              variant="default"
              leftSection={<IconClipboard size={15} aria-hidden />}
              onClick={() => setPasting(true)}
            >
              Paste JSON
            </Button>
            <Switch
              className={classes.mask}
              label="Mask personal data"
              checked={mask}
              onChange={(event) => setMask(event.currentTarget.checked)}
            />
          </>
        )}
      </div>
      <Lists key={shown.id} nodeId={shown.id} />
      {pasting && (
        <JsonDialog
          title="Paste JSON"
          node={shown.id}
          sample={null}
          close={() => setPasting(false)}
        />
      )}
    </div>
  )
}

function Lists({ nodeId }: { nodeId: string }) {
  const all = useEditor((state) => state.history.present.samples)
  const store = useSamplesStore()
  const samples = all.filter(({ node }) => node === nodeId)
  const candidates = store.candidates.filter(({ node }) => node === nodeId)
  const [chosen, setChosen] = useState<string | null>(null)
  const lines: Line[] = [
    ...candidates.map((candidate) => ({ id: `fetched ${candidate.key}`, candidate })),
    ...samples.map((sample) => ({ id: `kept ${sample.name}`, sample })),
  ]
  const open = lines.find(({ id }) => id === chosen) ?? lines[0]
  if (!open) {
    return (
      <p className={classes.none}>
        Nothing is kept for this node yet. <b>Fetch</b> reads real records from the connected
        account and writes nothing; each can be looked at before it is kept.
      </p>
    )
  }
  const show = (name: string) => setChosen(`kept ${name}`)
  return (
    <div className={classes.body}>
      <div className={classes.lists}>
        {candidates.length > 0 && (
          <section aria-labelledby="fetched-title">
            <h3 id="fetched-title" className={classes.title}>
              Fetched
            </h3>
            <ul className={classes.list}>
              {candidates.map(({ key, name }) => (
                <SampleLine
                  key={key}
                  name={name}
                  detail={name === key ? '' : key}
                  current={open.id === `fetched ${key}`}
                  onChoose={() => setChosen(`fetched ${key}`)}
                />
              ))}
            </ul>
          </section>
        )}
        <section aria-labelledby="kept-title">
          <h3 id="kept-title" className={classes.title}>
            Kept with the flow
          </h3>
          {samples.length === 0 && <p className={classes.none}>None yet.</p>}
          <ul className={classes.list}>
            {samples.map(({ name }) => (
              <SampleLine
                key={name}
                name={name}
                detail=""
                current={open.id === `kept ${name}`}
                onChoose={() => show(name)}
              />
            ))}
          </ul>
        </section>
      </div>
      <div className={classes.view}>
        {'candidate' in open ? (
          <CandidateView key={open.id} candidate={open.candidate} onKept={show} />
        ) : (
          <SampleView key={open.id} sample={open.sample} onRenamed={show} />
        )}
      </div>
    </div>
  )
}

type Line = { id: string; candidate: Candidate } | { id: string; sample: Sample }
