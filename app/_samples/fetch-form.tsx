'use client'

import { Button, NumberInput, Select, TextInput } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import type { JsonObject } from '#nodes/json.ts'
import { useTRPC } from '../_client/trpc.tsx'
import { useEditor } from '../_editor/editor-context.tsx'
import { useFlowId } from '../_editor/flow-id.ts'
import { nearTime } from '../_ui/time.tsx'
import { triggerText } from '../_runs/trigger-text.ts'
import { useFlush } from './flush.ts'
import classes from './samples-panel.module.css'
import { useSamplesStore } from './samples-store.tsx'

type How = 'newest' | 'ids' | 'since' | 'run'

/** Reads real records for a node: the newest, by id, since a date, or as a run had them. Nothing is written. */
export function FetchForm({ nodeId }: { nodeId: string }) {
  const [how, setHow] = useState<How>('newest')
  const [count, setCount] = useState(5)
  const [ids, setIds] = useState('')
  const [since, setSince] = useState('')
  const [run, setRun] = useState<string | null>(null)
  const { fetch, fetchOf, busy } = useFetch(nodeId)
  const runs = useRuns(how === 'run')
  const chosen = runs.find(({ value }) => value === run) ?? runs[0]
  const wanted = ids.split(/[\s,;]+/).filter((id) => id !== '')
  const date = new Date(since)
  const ready = {
    newest: true,
    ids: wanted.length > 0,
    since: !Number.isNaN(date.getTime()),
    run: chosen !== undefined,
  }[how]
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!ready) return
    if (how === 'run') return chosen && fetchOf(Number(chosen.value), count)
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
      {how === 'run' && (
        <Select
          label="Run"
          className={classes.ids}
          allowDeselect={false}
          placeholder="It has not run yet"
          data={runs}
          value={chosen?.value ?? null}
          onChange={setRun}
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
  { value: 'run', label: 'From a run' },
]

/** What one fetch gives at most. */
const MOST = 50

const MOST_RUNS = 20

/** The flow's last runs and tests, as they can be chosen. */
function useRuns(enabled: boolean): { value: string; label: string }[] {
  const trpc = useTRPC()
  const flowId = useFlowId()
  const { data } = useQuery(trpc.runs.list.queryOptions({ flowId, limit: MOST_RUNS }, { enabled }))
  return (data ?? []).map((run) => ({
    value: String(run.id),
    label: `Run ${run.id} · ${run.dryRun ? 'Test' : triggerText(run.trigger)} · ${nearTime(new Date(run.startedAt ?? run.createdAt), new Date())}`,
  }))
}

function useFetch(nodeId: string) {
  const trpc = useTRPC()
  const client = useQueryClient()
  const flowId = useFlowId()
  const say = useEditor((state) => state.say)
  const { offer } = useSamplesStore()
  const flush = useFlush()
  const mutation = useMutation(trpc.samples.fetch.mutationOptions())
  const [busy, setBusy] = useState(false)

  const show = (records: readonly Found[]) =>
    offer(records.map((one) => ({ node: nodeId, ...one, name: one.name ?? one.key })))

  async function fetch(what: { limit: number; ids?: string[]; since?: Date }): Promise<void> {
    // The server reads for the draft that it has: it must be the one on the screen.
    if (!(await flush())) {
      return say('Your changes are not saved yet. Try again once they are.', 'error')
    }
    const found = await mutation.mutateAsync({ flowId, nodeId, ...what })
    if (!found.ok) return say(found.message, 'error')
    show(found.records)
    say(wordsFor(found.records.length, found.read))
  }

  async function fetchOf(runId: number, limit: number): Promise<void> {
    const records = await client.fetchQuery(
      trpc.samples.arrived.queryOptions({ runId, nodeId, limit }),
    )
    show(records)
    say(
      records.length === 0
        ? `No record got to this node in run ${runId}.`
        : `${records.length === 1 ? 'One record' : `${records.length} records`} of run ${runId}.`,
    )
  }

  function told(work: Promise<void>) {
    setBusy(true)
    work
      .catch((error: unknown) =>
        say(error instanceof Error ? error.message : String(error), 'error'),
      )
      .finally(() => setBusy(false))
  }

  return {
    busy,
    fetch: (what: Parameters<typeof fetch>[0]) => told(fetch(what)),
    fetchOf: (runId: number, limit: number) => told(fetchOf(runId, limit)),
  }
}

interface Found {
  key: string
  name: string | null
  record: JsonObject
}

function wordsFor(count: number, read: number): string {
  if (read === 0) return 'The source has no such record.'
  if (count === 0) return `${read} read; none of them gets to this node.`
  const records = count === 1 ? 'One record' : `${count} records`
  return count < read ? `${records} of ${read} read get to this node.` : `${records} fetched.`
}
