import { openPreviewQueue, type PreviewClient, type PreviewWorker } from './preview-queue.ts'
import type { FromWorker, PreviewRecord, PreviewResult } from './protocol.ts'
import type { JsonObject } from '#nodes/json.ts'

/** A client of the page's one preview worker, which is started with the first question. */
export function previewClient(): PreviewClient {
  shared ??= openPreviewQueue(startWorker)
  return shared.client()
}

/** Evaluates one expression on one record, such as what the pointer is at. */
export async function previewOnce(
  text: string,
  record: PreviewRecord,
  settings: JsonObject,
): Promise<PreviewResult> {
  const client = previewClient()
  const answer = await client.ask({ texts: [text], records: [record], settings })
  return answer?.[0]?.[0] ?? { ok: true, value: undefined }
}

let shared: ReturnType<typeof openPreviewQueue> | undefined

function startWorker(): PreviewWorker {
  const worker = new Worker(new URL('./preview-worker.ts', import.meta.url), { type: 'module' })
  return {
    postMessage: (message) => worker.postMessage(message),
    onMessage: (listener) => {
      worker.addEventListener('message', (event: MessageEvent<FromWorker>) => listener(event.data))
    },
    onError: (listener) => worker.addEventListener('error', listener),
    terminate: () => worker.terminate(),
  }
}
