'use client'

import { Button, Group, Loader, Select, Text } from '@mantine/core'
import { useEffect, useState } from 'react'
import type { FlowNode } from '#engine/graph/schema.ts'
import type { JsonObject } from '#nodes/json.ts'
import { useEditor, useOverlay } from './editor-context.tsx'
import classes from './inspector.module.css'
import { JsonView } from '../_ui/json-view.tsx'
import { SaveAsTest } from '../_samples/save-as-test.tsx'
import { PinOutput } from '../_test/pin-output.tsx'

/** Some records of the last run at a node, with what it made of each. */
export type RecordsAt = (nodeId: string) => Promise<RecordAt[]>

interface RecordAt {
  /** What people call it. */
  key: string
  /** Its key in the run. */
  id: string
  input: JsonObject | null
  output: JsonObject | null
  /** The port it left by. */
  port: string
}

interface NodeRecordsProps {
  node: FlowNode
  side: 'input' | 'output'
  recordsAt: RecordsAt | undefined
}

/** What went into a node or came out of it: records of the last run, else the flow's own samples. */
export function NodeRecords({ node, side, recordsAt }: NodeRecordsProps) {
  const samples = useEditor((state) => state.history.present.samples)
  const [chosen, setChosen] = useState<string | null>(null)
  const { records, failed, loading, load } = useRecords(node.id, recordsAt)
  const own = samples
    .filter((sample) => sample.node === node.id)
    .map(({ name, record }) => ({ key: name, id: name, input: record, output: null, port: 'out' }))
  const shown = (records.length > 0 ? records : own).filter((one) => one[side] !== null)
  const record = shown.find((one) => one.key === chosen) ?? shown[0]
  const stale = useOverlay((overlay) => overlay.stale.has(node.id))
  if (loading && !record) return <Loader size="sm" aria-label="Loading records" />
  if (!record) {
    return (
      <div className={classes.nothing}>
        {side === 'output' && <PinOutput node={node} records={records} />}
        <Text size="sm" c="dimmed">
          {failed ?? `No record has passed here yet. Test or run the flow to see the ${side}.`}
        </Text>
        {failed && (
          <Button variant="default" mt={8} onClick={load}>
            Try again
          </Button>
        )}
      </div>
    )
  }
  return (
    <>
      {side === 'output' && <PinOutput node={node} records={records} />}
      {stale && records.length > 0 && (
        <Text size="xs" c="dimmed" mb={8}>
          Changed since: this is from before. Test again to see it as it is now.
        </Text>
      )}
      <Group gap={8} mb={8} align="end">
        <Select
          label={records.length > 0 ? 'Record of the last run' : 'Sample'}
          flex={1}
          allowDeselect={false}
          searchable
          data={[...new Set(shown.map((one) => one.key))]}
          value={record.key}
          onChange={setChosen}
        />
      </Group>
      {side === 'input' && (
        <Group mb={8} justify="end">
          <SaveAsTest nodeId={node.id} input={record.input} />
        </Group>
      )}
      <JsonView value={record[side] ?? null} what={`the ${side}`} />
    </>
  )
}

function useRecords(nodeId: string, recordsAt: RecordsAt | undefined) {
  const runId = useOverlay((overlay) => overlay.run?.runId)
  const state = useOverlay((overlay) => overlay.run?.state)
  const [records, setRecords] = useState<Awaited<ReturnType<RecordsAt>>>([])
  const [failed, setFailed] = useState<string | null>(null)
  const [loading, setLoading] = useState(recordsAt !== undefined)
  const [tries, setTries] = useState(0)

  useEffect(() => {
    if (!recordsAt) return
    let wanted = true
    setLoading(true)
    recordsAt(nodeId)
      .then((found) => {
        if (!wanted) return
        setRecords(found)
        setFailed(null)
      })
      .catch((error: unknown) => {
        const reason = error instanceof Error ? error.message : String(error)
        if (wanted) setFailed(`The records could not be read: ${reason}`)
      })
      .finally(() => wanted && setLoading(false))
    return () => {
      wanted = false
    }
  }, [nodeId, recordsAt, runId, state, tries])

  return { records, failed, loading, load: () => setTries((count) => count + 1) }
}
