import { TRPCError } from '@trpc/server'
import { z } from 'zod'
import { listIntegrations, SANDBOX_INTEGRATION, type Engine } from '#engine/api.ts'
import type { Env } from '../../../env.ts'

/** Where the two stand-in systems answer. */
export interface SandboxLink {
  stripe: string
  netsuite: string
}

export type SandboxSystem = keyof SandboxLink

/** The addresses that `npm start` gave both this process and the sandbox. */
export function sandboxLink(env: Pick<Env, 'stripeSandboxPort' | 'netsuiteSandboxPort'>) {
  return {
    stripe: `http://127.0.0.1:${env.stripeSandboxPort}`,
    netsuite: `http://127.0.0.1:${env.netsuiteSandboxPort}`,
  }
}

/** Whether this installation has the embedded sandbox: its integration was set up, and it answers. */
export async function hasSandbox(engine: Engine, link: SandboxLink): Promise<boolean> {
  const integrations = await listIntegrations(engine)
  if (!integrations.some(({ id }) => id === SANDBOX_INTEGRATION)) return false
  try {
    const signal = AbortSignal.timeout(3_000)
    return (await fetch(`${link.stripe}/_sandbox/faults`, { signal })).ok
  } catch {
    return false
  }
}

/**
 * Uses the remote control of one stand-in, such as `POST /faults`. Gives the answer's JSON, null for
 * none. Throws a TRPCError with the sandbox's own sentence when it refuses.
 */
export async function control(
  link: SandboxLink,
  system: SandboxSystem,
  request: string,
  body?: unknown,
): Promise<unknown> {
  const [method, path] = request.split(' ')
  const answer = await reach(link[system], `/_sandbox${path}`, {
    method,
    headers: { 'content-type': 'application/json' },
    body: body === undefined ? undefined : JSON.stringify(body),
  })
  const text = await answer.text()
  if (!answer.ok) throw refusal(text, answer.status)
  return text === '' ? null : JSON.parse(text)
}

/** Sends a request to a stand-in; a sandbox that does not run is told in a sentence. */
export async function reach(origin: string, path: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(origin + path, { signal: AbortSignal.timeout(TIMEOUT_MS), ...init })
  } catch (cause) {
    throw new TRPCError({
      code: 'BAD_REQUEST',
      message:
        'The sandbox gave no answer. A fault may be set that drops answers: clear the faults, then try again.',
      cause,
    })
  }
}

/** Seeding thousands of records takes a while. */
const TIMEOUT_MS = 120_000

function refusal(text: string, status: number): TRPCError {
  const said = errorSchema.safeParse(parsed(text))
  const message = said.success ? said.data : `The sandbox refused with ${status}.`
  return new TRPCError({ code: 'BAD_REQUEST', message })
}

/** The remote control's own refusals, and those of the two systems. */
const errorSchema = z.union([
  z.object({ error: z.string() }).transform(({ error }) => error),
  z.object({ error: z.object({ message: z.string() }) }).transform(({ error }) => error.message),
  z
    .object({ 'o:errorDetails': z.tuple([z.object({ detail: z.string() })]) })
    .transform((body) => body['o:errorDetails'][0].detail),
])

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
