import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { execPath } from 'node:process'
import { z } from 'zod'

/** A Node process of ours that has said that it is ready. */
export interface StartedProcess extends AsyncDisposable {
  pid: number
  /** The port it listens on; 0 for one that listens on none. */
  port: number
}

const readyLine = z.looseObject({ ready: z.literal(true), port: z.number().default(0) })

/**
 * Starts `node <args>` and waits for its line `{"ready":true,"port":…}`. Disposing asks it to stop
 * and waits for its end. Throws with what it printed when it ends before it is ready.
 */
export async function startProcess(
  args: readonly string[],
  env: Record<string, string>,
): Promise<StartedProcess> {
  const child = spawn(execPath, args, {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = once(child, 'exit')
  for await (const line of createInterface({ input: child.stdout })) {
    const ready = readyLine.safeParse(parse(line))
    if (!ready.success) continue
    // The pipe must be read on, or a talkative process would come to a stop.
    child.stdout.resume()
    return {
      pid: child.pid ?? 0,
      port: ready.data.port,
      [Symbol.asyncDispose]: async () => {
        child.kill('SIGTERM')
        await ended
      },
    }
  }
  throw new Error(`node ${args.join(' ')} ended before it was ready.`)
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}
