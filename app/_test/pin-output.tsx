'use client'

import { Button, Group, Stack, Text, Textarea } from '@mantine/core'
import { IconPin, IconPinnedOff } from '@tabler/icons-react'
import { useState } from 'react'
import { pinSchema, type FlowNode, type Pin } from '#engine/graph/schema.ts'
import { useEditor } from '../_editor/editor-context.tsx'
import { useTests } from './tests.tsx'

/** A record that left a node. */
export interface PinnableRecord {
  id: string
  port: string
  output: Pin['records'][number]['record'] | null
}

interface PinOutputProps {
  node: FlowNode
  /** What left the node in the last test or run. */
  records: readonly PinnableRecord[]
}

/** As many as a flow document keeps of one node. */
const MOST = 50

/** Keeps the output of a node for tests, or lets go of it; what is kept can be edited. */
export function PinOutput({ node, records }: PinOutputProps) {
  const pin = useEditor((state) => state.history.present.pins.find((one) => one.node === node.id))
  const edit = useEditor((state) => state.edit)
  const tests = useTests()
  const outputs = records.flatMap(({ id, port, output }) =>
    output === null ? [] : [{ key: id, record: output, ...(port === 'out' ? {} : { port }) }],
  )
  if (!tests) return null
  const set = (kept: Pin['records']) =>
    edit({ type: 'set-pin', pin: { node: node.id, records: kept } })
  if (!pin) {
    return (
      <Button
        mb={12}
        variant="default"
        leftSection={<IconPin size={15} aria-hidden />}
        disabled={outputs.length === 0}
        title="Tests of the draft then go on from this output, without running what comes before"
        onClick={() => set(outputs.slice(0, MOST))}
      >
        Pin output
      </Button>
    )
  }
  return (
    <Stack gap={8} mb={16}>
      <Group justify="space-between" gap={8} wrap="nowrap">
        <Text size="xs" c="dimmed">
          {pin.records.length === 1 ? 'One record is' : `${pin.records.length} records are`} pinned.
          Tests of the draft go on from here; published versions run the node.
        </Text>
        <Button
          flex="none"
          variant="default"
          leftSection={<IconPinnedOff size={15} aria-hidden />}
          onClick={() => set([])}
        >
          Unpin
        </Button>
      </Group>
      <PinnedRecords key={JSON.stringify(pin.records)} pin={pin} onSave={set} />
    </Stack>
  )
}

function PinnedRecords({ pin, onSave }: { pin: Pin; onSave: (records: Pin['records']) => void }) {
  const kept = JSON.stringify(pin.records, null, 2)
  const [text, setText] = useState(kept)
  const parsed = parse(pin.node, text)
  return (
    <>
      <Textarea
        label="Pinned output"
        autosize
        minRows={6}
        maxRows={24}
        spellCheck={false}
        styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)', fontSize: 12 } }}
        value={text}
        error={parsed.fault}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      {text !== kept && (
        <Group justify="end" gap={8}>
          <Button variant="default" onClick={() => setText(kept)}>
            Discard
          </Button>
          <Button
            disabled={!parsed.records}
            onClick={() => parsed.records && onSave(parsed.records)}
          >
            Save pinned output
          </Button>
        </Group>
      )}
    </>
  )
}

function parse(
  node: string,
  text: string,
): { records: Pin['records'] | null; fault: string | null } {
  try {
    const read = pinSchema.safeParse({ node, records: JSON.parse(text) })
    if (read.success && read.data.records.length > 0) {
      return { records: read.data.records, fault: null }
    }
    return {
      records: null,
      fault: 'A list of 1 to 50 records is needed, each with key and record.',
    }
  } catch (error) {
    return { records: null, fault: error instanceof Error ? error.message : String(error) }
  }
}
