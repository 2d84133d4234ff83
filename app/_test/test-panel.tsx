'use client'

import {
  Button,
  Group,
  NumberInput,
  Radio,
  Select,
  Stack,
  Text,
  Textarea,
  TextInput,
} from '@mantine/core'
import { useLocalStorage } from '@mantine/hooks'
import { useState, type FormEvent } from 'react'
import { keyOf } from '#engine/samples/arriving.ts'
import type { Sample } from '#engine/graph/schema.ts'
import { useEditor } from '../_editor/editor-context.tsx'
import { useFlowId } from '../_editor/flow-id.ts'
import type { TestRequest } from '../_editor/use-flow-actions.ts'
import { FIRST_RECORDS, useTests } from './tests.tsx'

type Choice = 'newest' | 'samples' | 'ids' | 'since'

/** More than that is a run, not a test. */
const MOST_RECORDS = 200

/** Asks what to test the draft on: real records or samples of the flow. */
export function TestPanel({ close }: { close: () => void }) {
  const tests = useTests()
  const flowId = useFlowId()
  const [choice, setChoice] = useLocalStorage<Choice>({
    key: `tributary-test-${flowId}`,
    defaultValue: 'newest',
    getInitialValueInEffect: false,
  })
  const [count, setCount] = useState<number | string>(FIRST_RECORDS)
  const [ids, setIds] = useState('')
  const [since, setSince] = useState('')
  const samples = useSampleChoices()
  const [chosen, setChosen] = useState<string | null>(null)
  const sample = samples.find(({ value }) => value === chosen) ?? samples[0]
  const request = requestOf({ choice, count, ids, since, sample })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!request || !tests) return
    close()
    tests.start(request)
  }
  return (
    <form onSubmit={submit}>
      <Stack gap={12}>
        <Radio.Group
          label="Test the draft on"
          value={choice}
          onChange={(value) => setChoice(CHOICES.find((one) => one === value) ?? 'newest')}
        >
          <Stack gap={8} mt={8}>
            <Radio value="newest" label="The newest live records" data-autofocus />
            {choice === 'newest' && (
              <NumberInput
                ml={28}
                w={120}
                label="How many"
                min={1}
                max={MOST_RECORDS}
                value={count}
                onChange={setCount}
              />
            )}
            <Radio
              value="samples"
              label="Samples of this flow"
              disabled={samples.length === 0}
              description={
                samples.length === 0 ? 'There are none yet: see Samples below.' : undefined
              }
            />
            {choice === 'samples' && sample && (
              <Select
                ml={28}
                label="Samples"
                allowDeselect={false}
                data={samples.map(({ value, label }) => ({ value, label }))}
                value={sample.value}
                onChange={setChosen}
                comboboxProps={{ withinPortal: false }}
              />
            )}
            <Radio value="ids" label="Live records with these ids" />
            {choice === 'ids' && (
              <Textarea
                ml={28}
                label="Ids"
                description="Of records in the source, one a line or with commas."
                autosize
                minRows={2}
                maxRows={6}
                value={ids}
                onChange={(event) => setIds(event.currentTarget.value)}
              />
            )}
            <Radio value="since" label="Live records changed since" />
            {choice === 'since' && (
              <TextInput
                ml={28}
                type="datetime-local"
                label="Changed since"
                description={`In your time zone; the first ${MOST_RECORDS} of them.`}
                value={since}
                onChange={(event) => setSince(event.currentTarget.value)}
              />
            )}
          </Stack>
        </Radio.Group>
        <PinsNote />
        <Group justify="space-between" gap={8}>
          <Text size="xs" c="dimmed">
            Nothing is written.
          </Text>
          <Button type="submit" disabled={!request}>
            Run test
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

const CHOICES: readonly Choice[] = ['newest', 'samples', 'ids', 'since']

function PinsNote() {
  const pins = useEditor((state) => state.history.present.pins.length)
  if (pins === 0) return null
  return (
    <Text size="xs" c="dimmed">
      {pins === 1 ? 'One node has its output pinned' : `${pins} nodes have their output pinned`}:
      what only feeds {pins === 1 ? 'it' : 'them'} is not run.
    </Text>
  )
}

interface SampleChoice {
  value: string
  label: string
  node: string
  samples: Sample[]
}

/** All samples of a node together, or one of them. */
function useSampleChoices(): SampleChoice[] {
  const samples = useEditor((state) => state.history.present.samples)
  const nodes = useEditor((state) => state.history.present.nodes)
  return nodes.flatMap(({ id, name }) => {
    const own = samples.filter((sample) => sample.node === id)
    const single = own.map((sample): SampleChoice => ({
      value: `${id} ${sample.name}`,
      ...{ label: `${sample.name} (${name})`, node: id, samples: [sample] },
    }))
    if (own.length < 2) return single
    const all = { value: id, label: `All ${own.length} samples of ${name}`, node: id, samples: own }
    return [all, ...single]
  })
}

/** Null while what is asked for is not complete. */
function requestOf(form: {
  choice: Choice
  count: number | string
  ids: string
  since: string
  sample: SampleChoice | undefined
}): TestRequest | null {
  const { choice, count, sample } = form
  if (choice === 'newest') {
    return typeof count === 'number' && count >= 1 ? { limit: Math.min(count, MOST_RECORDS) } : null
  }
  if (choice === 'samples') {
    if (!sample) return null
    const records = sample.samples.map(({ name, record }) => ({ key: keyOf(record, name), record }))
    return { samples: { node: sample.node, records } }
  }
  if (choice === 'ids') {
    const ids = form.ids.split(/[\s,;]+/).filter((id) => id !== '')
    return ids.length > 0 ? { ids } : null
  }
  const since = new Date(form.since)
  return Number.isNaN(since.getTime()) ? null : { since: since.toISOString(), limit: MOST_RECORDS }
}
