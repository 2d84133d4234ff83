import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Env } from '../../env.ts'
import { startGuard } from '../guard.ts'
import { readRunning } from '../running-file.ts'
import { sandboxService } from '../services.ts'
import { supervise } from '../supervised.ts'

/** Where the two stand-in systems answer. */
export interface SandboxLink {
  stripeUrl: string
  netsuiteUrl: string
  /** Stops them if we started them. */
  close: () => Promise<void>
}

/** Joins the sandbox that runs, else starts one for as long as this process needs it. */
export async function connectSandbox(env: Env, databaseUrl: string): Promise<SandboxLink> {
  const running = readRunning(env.home)?.sandbox
  const stripeUrl = running?.stripeUrl ?? `http://127.0.0.1:${env.stripeSandboxPort}`
  const netsuiteUrl = running?.netsuiteUrl ?? `http://127.0.0.1:${env.netsuiteSandboxPort}`
  const address = { stripeUrl, netsuiteUrl }
  const up = await Promise.all([isSandbox(stripeUrl), isSandbox(netsuiteUrl)])
  if (up.every(Boolean)) return { ...address, close: async () => {} }

  const guard = startGuard(null)
  mkdirSync(join(env.home, 'logs'), { recursive: true })
  const { home, port, url } = env
  const service = supervise({
    ...sandboxService({ home, databaseUrl, port, url, sandbox: address }),
    log: join(env.home, 'logs/sandbox.log'),
    onNews: (text) => process.stderr.write(`${text}\n`),
    onPid: (pid) => guard.watch(pid === null ? [] : [pid]),
  })
  await service.ready
  return {
    ...address,
    close: async () => {
      await service.stop()
      guard.dismiss()
    },
  }
}

async function isSandbox(url: string): Promise<boolean> {
  try {
    const answer = await fetch(`${url}/_sandbox/faults`, { signal: AbortSignal.timeout(5_000) })
    return answer.ok && Array.isArray(await answer.json())
  } catch {
    return false
  }
}
