import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { ROOT } from './root.ts'
import { runCommand } from './run-command.ts'
import type { Tally } from './test-tally.ts'

/** The two sorts of steps of `npm test`. */
export interface TestSteps {
  /** Passes or fails as a whole; what it prints is shown only when it fails. */
  check: (name: string, work: string[] | (() => Promise<void>)) => Promise<Tally>
  /** Runs many tests and shows them as they run; `tally` counts them afterwards. */
  suite: (
    name: string,
    args: string[],
    env: Record<string, string>,
    tally: () => Tally,
  ) => Promise<Tally>
}

/** Makes the steps: Node scripts that run in the repository's folder and show what they are at. */
export function createTestSteps({ signal }: { signal: AbortSignal }): TestSteps {
  return {
    check: async (name, work) => {
      console.log(`${name} …`)
      const started = Date.now()
      const complaint = await complaintOf(work, signal)
      console.log(`${name}: ${complaint === null ? 'ok' : 'FAILED'} (${seconds(started)} s)`)
      if (complaint !== null) console.log(complaint)
      return complaint === null ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 }
    },
    suite: async (name, args, env, tally) => {
      signal.throwIfAborted()
      console.log(`${name} …`)
      const started = Date.now()
      const code = await runShown(args, env, signal)
      const counted = tally()
      const { passed } = counted
      // A runner that failed without a failed test, a crash say, must not look like success.
      const failed = code !== 0 && counted.failed === 0 ? 1 : counted.failed
      console.log(
        `${name}: ${failed === 0 ? 'ok' : 'FAILED'} (${passed + failed} run, ${seconds(started)} s)`,
      )
      return { passed, failed }
    },
  }
}

async function complaintOf(
  work: string[] | (() => Promise<void>),
  signal: AbortSignal,
): Promise<string | null> {
  try {
    signal.throwIfAborted()
    if (typeof work === 'function') {
      await work()
      return null
    }
    const result = await runCommand(process.execPath, nodeArgs(work), { cwd: ROOT, signal })
    return result.code === 0 ? null : result.output.trim()
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

function runShown(args: string[], env: Record<string, string>, signal: AbortSignal) {
  return new Promise<number>((resolve) => {
    const child = spawn(process.execPath, nodeArgs(args), {
      cwd: ROOT,
      env: { ...process.env, ...env },
      stdio: 'inherit',
    })
    const stop = () => child.kill('SIGTERM')
    signal.addEventListener('abort', stop)
    child.on('exit', (code) => {
      signal.removeEventListener('abort', stop)
      resolve(code ?? 1)
    })
  })
}

/** The first argument is a script of a tool in node_modules. */
function nodeArgs([script = '', ...rest]: string[]): string[] {
  return [join(ROOT, script), ...rest]
}

function seconds(started: number): number {
  return Math.round((Date.now() - started) / 1000)
}
