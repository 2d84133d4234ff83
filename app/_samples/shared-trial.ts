import { openTrial, type Trial, type TrialWorker } from './trial.ts'
import type { FromTrial } from './trial-protocol.ts'

/** The page's one worker for trying records out; it starts with the first question. */
export function sharedTrial(): Trial {
  shared ??= openTrial(startWorker)
  return shared
}

let shared: Trial | undefined

function startWorker(): TrialWorker {
  const worker = new Worker(new URL('./trial-worker.ts', import.meta.url), { type: 'module' })
  return {
    postMessage: (message) => worker.postMessage(message),
    onMessage: (listener) => {
      worker.addEventListener('message', (event: MessageEvent<FromTrial>) => listener(event.data))
    },
    onError: (listener) => worker.addEventListener('error', listener),
    terminate: () => worker.terminate(),
  }
}
