import { runMappingTests } from '#engine/mapping-tests.ts'
import { samplesArriving } from '#engine/samples/arriving.ts'
import type { FromTrial, ToTrial } from './trial-protocol.ts'

/** What a worker, or one end of a channel, offers. */
interface Port {
  postMessage: (message: FromTrial) => void
  addEventListener: (type: 'message', listener: (event: { data: ToTrial }) => void) => void
}

/** Tries records out on nodes away from the screen: each message is answered by one. */
export function serveTrial(port: Port): void {
  port.addEventListener('message', ({ data }) => {
    answer(data).then(
      (message) => port.postMessage(message),
      (error: unknown) => {
        const failed = error instanceof Error ? error.message : String(error)
        port.postMessage({ job: data.job, failed })
      },
    )
  })
}

async function answer(asked: ToTrial): Promise<FromTrial> {
  const { job, settings } = asked
  return asked.ask === 'tests'
    ? { job, results: await runMappingTests(asked.document, settings) }
    : { job, arriving: await samplesArriving(asked.document, settings, asked.node) }
}
