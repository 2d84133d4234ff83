import type { JsonObject } from '#nodes/json.ts'
import type { FromWorker, PreviewRequest, PreviewResult, ToWorker } from './protocol.ts'
import { recordNumbers, type RecordNumbers } from './record-numbers.ts'

/** What the queue needs of a Worker. */
export interface PreviewWorker {
  postMessage: (message: ToWorker) => void
  onMessage: (listener: (message: FromWorker) => void) => void
  /** Called when the worker cannot be loaded, or dies. */
  onError: (listener: () => void) => void
  terminate: () => void
}

/** Results by text and record; null when a newer request of the same client took its place. */
type Answer = PreviewResult[][] | null

export interface PreviewClient {
  ask: (request: PreviewRequest) => Promise<Answer>
  close: () => void
}

/** Milliseconds: of one evaluation without a sign of life, and of one text on all records. */
interface Limits {
  silenceMs: number
  textMs: number
}

const LIMITS: Limits = { silenceMs: 1_000, textMs: 5_000 }

/**
 * Shares one worker between all who show results. Of each client only the newest request counts; a
 * text that takes too long costs the worker its life, and a new one goes on with the other texts.
 */
export function openPreviewQueue(
  startWorker: () => PreviewWorker,
  limits: Limits = LIMITS,
): { client: () => PreviewClient } {
  const numbers = recordNumbers()
  const hung = hungTexts()
  const waiting: Job[] = []
  let current: Job | null = null
  let running: Running | null = null

  return { client: () => clientOf({}) }

  function clientOf(owner: object): PreviewClient {
    const forget = () => {
      const at = waiting.findIndex((job) => job.owner === owner)
      if (at !== -1) waiting.splice(at, 1)[0]?.resolve(null)
      if (current?.owner !== owner) return
      running?.worker.postMessage({ type: 'cancel', job: current.sent })
      settle(current, null)
    }
    return {
      ask: (request) =>
        new Promise((resolve) => {
          forget()
          waiting.push(newJob(owner, request, resolve))
          next()
        }),
      close: () => {
        forget()
        next()
      },
    }
  }

  function next(): void {
    if (current) return
    current = waiting.shift() ?? null
    if (current) send(current)
  }

  function settle(job: Job, answer: Answer): void {
    if (current === job) current = null
    job.resolve(answer)
  }

  function send(job: Job): void {
    const { request } = job
    job.todo = job.todo.filter((at) => {
      if (!hung.has(request.texts[at] ?? '', request)) return true
      job.results[at] = request.records.map(() => TOO_LONG)
      return false
    })
    if (job.todo.length === 0 || request.records.length === 0) {
      finish(job)
      return
    }
    running ??= start()
    job.sent = ++sentJobs
    running.jobs.set(job.sent, job)
    const { change, ids } = running.known.use(request.records)
    if (change) running.worker.postMessage(change)
    running.worker.postMessage({
      type: 'evaluate',
      job: job.sent,
      texts: job.todo.map((at) => request.texts[at] ?? ''),
      records: request.records.map(({ key }, at) => ({ id: ids[at] ?? 0, key })),
      settings: request.settings,
      nowMs: Date.now(),
    })
  }

  function start(): Running {
    const worker = startWorker()
    const started: Running = {
      ...{ worker, known: numbers.forWorker(), jobs: new Map() },
      watched: null,
    }
    worker.onMessage((message) => running === started && hear(message, started))
    worker.onError(() => running === started && fail())
    return started
  }

  function hear(message: FromWorker, from: Running): void {
    if (message.type === 'ready') return
    const job = from.jobs.get(message.job)
    if (!job) return
    switch (message.type) {
      case 'working':
        watch(from, { job, number: message.job, text: message.text })
        break
      case 'results':
        job.results[job.todo[message.text] ?? 0] = message.results
        break
      case 'done':
        from.jobs.delete(message.job)
        if (from.watched?.number === message.job) unwatch(from)
        if (job === current) finish(job)
    }
  }

  /** Also of a job that nobody waits for any more: the worker is at it until it says otherwise. */
  function watch(worker: Running, at: Pick<Watched, 'job' | 'number' | 'text'>): void {
    const now = performance.now()
    const before = worker.watched
    const isSame = before?.number === at.number && before.text === at.text
    const since = isSame ? before.since : now
    const left = Math.min(limits.silenceMs, since + limits.textMs - now)
    unwatch(worker)
    worker.watched = {
      ...{ ...at, since },
      timer: setTimeout(() => running === worker && giveUp(at), Math.max(left, 0)),
    }
  }

  function giveUp({ job, text }: Pick<Watched, 'job' | 'text'>): void {
    stop()
    const late = job.todo[text] ?? 0
    hung.add(job.request.texts[late] ?? '', job.request)
    const waits = current
    if (!waits) return
    waits.todo = waits.todo.filter((at) => waits.results[at] === undefined)
    // A request that came after the one that hangs was not looked at yet.
    if (waits === job) waits.kills += 1
    if (waits.kills < MOST_KILLS) {
      send(waits)
      return
    }
    for (const at of waits.todo) waits.results[at] = waits.request.records.map(() => NOT_REACHED)
    waits.results[late] = waits.request.records.map(() => TOO_LONG)
    finish(waits)
  }

  function stop(): void {
    if (!running) return
    unwatch(running)
    running.worker.terminate()
    running = null
  }

  function fail(): void {
    stop()
    const job = current
    if (!job) return
    for (const at of job.todo) job.results[at] ??= job.request.records.map(() => NO_WORKER)
    finish(job)
  }

  function finish(job: Job): void {
    settle(
      job,
      job.request.texts.map((_text, at) => job.results[at] ?? []),
    )
    next()
  }
}

interface Running {
  worker: PreviewWorker
  known: ReturnType<RecordNumbers['forWorker']>
  /** What it was sent and has not said to be done, by number. */
  jobs: Map<number, Job>
  watched: Watched | null
}

/** What the worker is at, as it last said. */
interface Watched {
  job: Job
  number: number
  /** The place of the text in the job's todo, and since when it is at it (performance.now). */
  text: number
  since: number
  timer: ReturnType<typeof setTimeout>
}

function unwatch(worker: Running): void {
  clearTimeout(worker.watched?.timer)
  worker.watched = null
}

interface Job {
  owner: object
  request: PreviewRequest
  resolve: (answer: Answer) => void
  /** Places of the texts that the worker was given, in its order. */
  todo: number[]
  results: (PreviewResult[] | undefined)[]
  /** The number under which the worker knows it. */
  sent: number
  kills: number
}

/** Numbers are never used twice on a page: a late answer is no answer to another question. */
let sentJobs = 0

function newJob(owner: object, request: PreviewRequest, resolve: Job['resolve']): Job {
  return {
    owner,
    request,
    resolve,
    todo: request.texts.map((_text, at) => at),
    results: [],
    sent: 0,
    kills: 0,
  }
}

/** A request whose texts all hang would otherwise take a second for each. */
const MOST_KILLS = 3

const fault = (message: string, code: string | null): PreviewResult => ({
  ok: false,
  message,
  code,
  position: null,
})
const TOO_LONG = fault(
  'This takes longer than a second, so the preview was stopped: look for a loop that never ends, or a list that grows with each step.',
  'D1012',
)
const NOT_REACHED = fault(
  'This was not computed, because other expressions took too long. Mend those first.',
  null,
)
const NO_WORKER = fault(
  'The preview could not be started. Reload the page; your changes are saved.',
  null,
)

/** Texts that hung before on the same records: they need not cost a second at every key again. */
function hungTexts() {
  const known = new Map<string, { records: readonly JsonObject[]; settings: JsonObject }>()
  return {
    add: (text: string, { records, settings }: PreviewRequest) => {
      if (known.size >= 100) known.clear()
      known.set(text, { records: records.map(({ record }) => record), settings })
    },
    has: (text: string, { records, settings }: PreviewRequest) => {
      const found = known.get(text)
      return (
        found !== undefined &&
        found.settings === settings &&
        found.records.length === records.length &&
        found.records.every((record, at) => record === records[at]?.record)
      )
    },
  }
}
