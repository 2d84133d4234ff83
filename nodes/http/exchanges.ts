import { AsyncLocalStorage } from 'node:async_hooks'
import type { Json } from '../json.ts'

/** One HTTP request and its answer as the trace keeps them: no secrets, bodies as JSON where they are. */
export interface Exchange {
  method: string
  url: string
  /** What was sent. */
  request?: Json
  /** 0 when no answer came. */
  status: number
  /** What came back. */
  response?: Json
  /** Milliseconds from sending to the end of the answer. */
  ms: number
}

const recording = new AsyncLocalStorage<Exchange[]>()

/** Runs `work` and gives its result together with every exchange that happened inside it. */
export async function recordExchanges<T>(
  work: () => Promise<T>,
): Promise<{ result: T; exchanges: Exchange[] }> {
  const exchanges: Exchange[] = []
  const result = await recording.run(exchanges, work)
  return { result, exchanges }
}

/** Runs `work` with exchanges noted in the given list, so that they survive an error of `work`. */
export function recordExchangesIn<T>(list: Exchange[], work: () => Promise<T>): Promise<T> {
  return recording.run(list, work)
}

/** Notes one exchange for whoever records now; nobody recording is fine. */
export function noteExchange(exchange: Exchange): void {
  recording.getStore()?.push(exchange)
}
