'use client'

import { Button, NumberInput, Select, TextInput } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { useTRPC } from '../_client/trpc.tsx'
import { useEditor } from '../_editor/editor-context.tsx'
import { useFlowId } from '../_editor/flow-id.ts'
import { useFlush } from './flush.ts'
import classes from './samples-panel.module.css'
import { useSamplesStore } from './samples-store.tsx'

type How = 'newest' | 'ids' | 'since'

/** Reads real records for a node: the newest, by id, or since a date. Nothing is written. */
export function FetchForm({ nodeId }: { nodeId: string }) {
  const [how, setHow] = useState<How>('newest')
  const [count, setCount] = useState(5)
  const [ids, setIds] = useState('')
  const [since, setSince] = useState('')
  const { fetch, busy } = useFetch(nodeId)
  const wanted = ids.split(/[\s,;]+/).filter((id) => id !== '')
  const date = new Date(since)
  const ready =
    how === 'ids' ? wanted.length > 0 : how === 'since' ? !Number.isNaN(date.getTime()) : true
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!ready) return
    if (how === 'ids')
      return fetch({ limit: Math.min(wanted.length, MOST), ids: wanted.slice(0, MOST) })
    fetch({ limit: count, ...(how === 'since' ? { since: date } : {}) })
  }
  return (
    <form className={classes.fetch} onSubmit={submit}>
      <Select
        label="Which"
        className={classes.which}
        allowDeselect={false}
        data={HOW}
        value={how}
        onChange={(value) => setHow(HOW.find((one) => one.value === value)?.value ?? 'newest')}
      />
      {how === 'ids' ? (
        <TextInput
          label="Ids"
          className={classes.ids}
          placeholder="in_1QxA2b…"
          value={ids}
          onChange={(event) => setIds(event.currentTarget.value)}
        />
      ) : (
        <NumberInput
          label="How many"
          className={classes.count}
          min={1}
          max={MOST}
          allowDecimal={false}
          clampBehavior="strict"
          value={count}
          onChange={(value) => setCount(Math.max(1, Number(value) || 1))}
        />
      )}
      {how === 'since' && (
        <TextInput
          type="datetime-local"
          label="Since"
          value={since}
          onChange={(event) => setSince(event.currentTarget.value)}
        />
      )}
      <Button
        type="submit"
        variant="default"
        leftSection={<IconDownload size={15} aria-hidden />}
        loading={busy}
        disabled={!ready}
      >
        Fetch
      </Button>
    </form>
  )
}

const HOW: { value: How; label: string }[] = [
  { value: 'newest', label: 'Newest' },
  { value: 'ids', label: 'By id' },
  { value: 'since', label: 'Since a date' },
]

/** What one fetch gives at most. */
const MOST = 50

function useFetch(nodeId: string) {
  const trpc = useTRPC()
  const flowId = useFlowId()
  const say = useEditor((state) => state.say)
  const { offer } = useSamplesStore()
  const flush = useFlush()
  const mutation = useMutation(trpc.samples.fetch.mutationOptions())
  const [busy, setBusy] = useState(false)

  async function fetch(what: { limit: number; ids?: string[]; since?: Date }): Promise<void> {
    setBusy(true)
    try {
      // The server reads for the draft that it has: it must be the one on the screen.
      if (!(await flush()))
        return say('Your changes are not saved yet. Try again once they are.', 'error')
      const found = await mutation.mutateAsync({ flowId, nodeId, ...what })
      if (!found.ok) return say(found.message, 'error')
      const { records, read } = found
      offer(records.map((one) => ({ node: nodeId, ...one, name: one.name ?? one.key })))
      say(wordsFor(records.length, read))
    } catch (error) {
      say(error instanceof Error ? error.message : String(error), 'error')
    } finally {
      setBusy(false)
    }
  }

  return { busy, fetch: (what: Parameters<typeof fetch>[0]) => void fetch(what) }
}

function wordsFor(count: number, read: number): string {
  if (read === 0) return 'The source has no such record.'
  if (count === 0) return `${read} read; none of them gets to this node.`
  const records = count === 1 ? 'One record' : `${count} records`
  return count < read ? `${records} of ${read} read get to this node.` : `${records} fetched.`
}
