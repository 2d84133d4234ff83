import { z } from 'zod'
import type { Fault } from '../sandbox/faults.ts'

const callsSchema = z.object({ total: z.number(), writing: z.number() })

/** Requests a stand-in system has had since a moment; `writing` ones could have changed something. */
export async function callsSince(url: string, since: Date) {
  const answer = await fetch(`${url}/_sandbox/calls?since=${since.toISOString()}`)
  return callsSchema.parse(await answer.json())
}

/** Sets trouble on a stand-in system. */
export async function setFaults(url: string, faults: Fault[]): Promise<void> {
  const answer = await fetch(`${url}/_sandbox/faults`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(faults),
  })
  if (!answer.ok) throw new Error(`The sandbox refused the faults: ${await answer.text()}`)
}

export async function clearFaults(url: string): Promise<void> {
  await fetch(`${url}/_sandbox/faults`, { method: 'DELETE' })
}

/** Everything a stand-in system holds. */
export async function sandboxState(url: string): Promise<Record<string, unknown>> {
  const answer = await fetch(`${url}/_sandbox/state`)
  return z.record(z.string(), z.unknown()).parse(await answer.json())
}
