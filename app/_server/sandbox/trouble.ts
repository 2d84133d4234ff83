import { z } from 'zod'
import { control, type SandboxLink, type SandboxSystem } from './link.ts'

/** One kind of trouble that a stand-in can be made to give. */
export const faultSchema = z.object({
  kind: z.enum(['latency', 'status', 'drop-before', 'drop-after']),
  /** The HTTP status that is answered, for `status`. */
  status: z.number().int().min(400).max(599).optional(),
  /** Milliseconds to wait, for `latency`. */
  delayMs: z.number().min(0).max(600_000).optional(),
  method: z.string().max(10).optional(),
  /** A regular expression over the path. */
  path: z.string().max(200).optional(),
  /** Strikes so often, then no more; for ever when left out. */
  times: z.number().int().min(1).max(100_000).optional(),
  /** Strikes with this probability, 0 to 1. */
  probability: z.number().min(0).max(1).optional(),
})

export type Fault = z.infer<typeof faultSchema>

/** The faults present in one stand-in. */
export async function listFaults(link: SandboxLink, system: SandboxSystem): Promise<Fault[]> {
  return z.array(faultSchema).parse(await control(link, system, 'GET /faults'))
}

/** How the Stripe stand-in delivers its webhooks. */
export const webhookChange = z.object({
  /** How likely a delivered event is delivered once more, 0 to 1. */
  duplicate: z.number().min(0).max(1).optional(),
  /** Sends what happened at about the same time newest first. */
  reorder: z.boolean().optional(),
  /** Sends nothing until it is told to. */
  hold: z.boolean().optional(),
})

/** How webhooks are delivered at present, and how many events wait for their delivery. */
export async function readWebhooks(link: SandboxLink): Promise<z.infer<typeof webhookState>> {
  return webhookState.parse(await control(link, 'stripe', 'GET /webhooks'))
}

const webhookState = z.object({
  duplicate: z.number(),
  reorder: z.boolean(),
  hold: z.boolean(),
  waiting: z.number(),
})

/** What the clock of both stand-ins shows. */
export async function readClock(link: SandboxLink): Promise<{ now: string; aheadMs: number }> {
  return clockSchema.parse(await control(link, 'stripe', 'GET /clock'))
}

/** Moves the clock by days of 24 hours; business days leave out Saturdays and Sundays, UTC. */
export async function advanceClock(
  link: SandboxLink,
  by: { days: number; business: boolean },
): Promise<void> {
  const to = new Date((await readClock(link)).now)
  for (let left = by.days; left > 0;) {
    to.setUTCDate(to.getUTCDate() + 1)
    const weekend = to.getUTCDay() === 0 || to.getUTCDay() === 6
    if (!by.business || !weekend) left -= 1
  }
  await control(link, 'stripe', 'POST /clock', { to: to.toISOString() })
}

/** Back to the real time. */
export async function resetClock(link: SandboxLink): Promise<void> {
  await control(link, 'stripe', 'POST /clock', { reset: true })
}

const clockSchema = z.object({ now: z.string(), aheadMs: z.number() })
