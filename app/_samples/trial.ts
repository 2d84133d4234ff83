import type { MappingTestResult, TestedDocument } from '#engine/mapping-tests.ts'
import type { Arriving, SampledDocument } from '#engine/samples/arriving.ts'
import type { JsonObject } from '#nodes/json.ts'
import type { FromTrial, ToTrial } from './trial-protocol.ts'

/** Tries records out on nodes in a worker of its own. */
export interface Trial {
  /** Rejects with a sentence when it takes too long or the worker cannot be started. */
  tests: (document: TestedDocument, settings: JsonObject) => Promise<MappingTestResult[]>
  arriving: (document: SampledDocument, settings: JsonObject, node: string) => Promise<Arriving[]>
}

/** What a trial needs of a Worker. */
export interface TrialWorker {
  postMessage: (message: ToTrial) => void
  onMessage: (listener: (message: FromTrial) => void) => void
  onError: (listener: () => void) => void
  terminate: () => void
}

/** Milliseconds without an answer after which the worker is taken for hung. */
const PATIENCE_MS = 20_000

/** Opens a trial; its worker is started when it is first asked, and anew after one that hung. */
export function openTrial(startWorker: () => TrialWorker, patienceMs = PATIENCE_MS): Trial {
  const waiting = new Map<number, Waiting>()
  let worker: TrialWorker | null = null
  let jobs = 0

  function start(): TrialWorker {
    const started = startWorker()
    started.onMessage((message) => {
      const one = waiting.get(message.job)
      waiting.delete(message.job)
      one?.settle(message)
    })
    started.onError(() => giveUp('It could not be started. Reload the page.'))
    return started
  }

  function giveUp(failed: string): void {
    worker?.terminate()
    worker = null
    for (const [job, one] of waiting) one.settle({ job, failed })
    waiting.clear()
  }

  function ask(message: (job: number) => ToTrial): Promise<FromTrial> {
    worker ??= start()
    const { postMessage } = worker
    const job = (jobs += 1)
    return new Promise((resolve) => {
      const late = () => giveUp('It took too long and was stopped.')
      const timer = setTimeout(late, patienceMs)
      waiting.set(job, {
        settle: (answer) => {
          clearTimeout(timer)
          resolve(answer)
        },
      })
      postMessage(message(job))
    })
  }

  return {
    tests: async (document, settings) => {
      const answer = await ask((job) => ({ job, ask: 'tests', document, settings }))
      if ('results' in answer) return answer.results
      throw new Error('failed' in answer ? answer.failed : 'The answer is of another kind.')
    },
    arriving: async (document, settings, node) => {
      const answer = await ask((job) => ({ job, ask: 'arriving', document, settings, node }))
      if ('arriving' in answer) return answer.arriving
      throw new Error('failed' in answer ? answer.failed : 'The answer is of another kind.')
    },
  }
}

interface Waiting {
  settle: (answer: FromTrial) => void
}
