'use client'

import { Button, Group, Modal, Stack, Textarea, TextInput } from '@mantine/core'
import { useState, type FormEvent } from 'react'
import { z } from 'zod'
import type { Sample } from '#engine/graph/schema.ts'
import { maskRecord } from '#engine/samples/mask.ts'
import type { JsonObject } from '#nodes/json.ts'
import { useEditor } from '../_editor/editor-context.tsx'
import { freeName, recordName } from './free-name.ts'
import { jsonFault } from './json-fault.ts'
import classes from './samples-panel.module.css'
import { useSamplesStore } from './samples-store.tsx'

interface JsonDialogProps {
  title: string
  node: string
  /** The sample that is edited; null for a new one. */
  sample: Sample | null
  close: () => void
}

/** A sample as text: pasted, or edited. */
export function JsonDialog({ title, node, sample, close }: JsonDialogProps) {
  return (
    <Modal opened size="lg" title={title} onClose={close}>
      <JsonForm node={node} sample={sample} close={close} />
    </Modal>
  )
}

function JsonForm({ node, sample, close }: Omit<JsonDialogProps, 'title'>) {
  const samples = useEditor((state) => state.history.present.samples)
  const edit = useEditor((state) => state.edit)
  const { mask } = useSamplesStore()
  const [name, setName] = useState(sample?.name ?? '')
  const [text, setText] = useState(sample ? JSON.stringify(sample.record, null, 2) : '')
  const parsed = readRecord(text)
  const given = name.trim()
  const taken = samples.filter((one) => one.node === node && one !== sample).map((one) => one.name)
  const clash = taken.includes(given) ? 'This node already has a sample of this name.' : null
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!('record' in parsed) || clash) return
    // What is edited by hand is kept as it was written; what is pasted may be somebody's.
    const record = mask && !sample ? maskRecord(parsed.record).record : parsed.record
    const named = given === '' ? freeName(recordName(parsed.record), taken) : given
    const was = sample ? { was: sample.name } : {}
    if (edit({ type: 'put-sample', sample: { node, name: named, record }, ...was })) close()
  }
  return (
    <form onSubmit={submit}>
      <Stack gap={16}>
        <TextInput
          label="Name"
          placeholder="By its number or id"
          maxLength={200}
          value={name}
          error={clash}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Textarea
          label="Record"
          description={
            mask && !sample ? 'Personal data in it is masked when it is kept.' : undefined
          }
          placeholder="{ … }"
          autosize
          minRows={12}
          maxRows={22}
          spellCheck={false}
          data-autofocus
          classNames={{ input: classes.json }}
          value={text}
          error={'fault' in parsed && text.trim() !== '' ? parsed.fault : null}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <Group justify="end" gap={8}>
          <Button variant="default" onClick={close}>
            Cancel
          </Button>
          <Button type="submit" disabled={!('record' in parsed) || clash !== null}>
            {sample ? 'Save sample' : 'Keep as sample'}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

const recordSchema: z.ZodType<JsonObject> = z.record(z.string(), z.json())

function readRecord(text: string): { record: JsonObject } | { fault: string } {
  try {
    const parsed = recordSchema.safeParse(JSON.parse(text))
    if (parsed.success) return { record: parsed.data }
    return { fault: 'A record is one object: it begins with { and ends with }.' }
  } catch (error) {
    return { fault: jsonFault(text, error) }
  }
}
