import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { isPidAlive } from '../bin/file-lock.mjs'
import { isPortFree } from '../bin/free-port.ts'
import { readRunning } from '../bin/running-file.ts'

const START = fileURLToPath(new URL('../bin/start.ts', import.meta.url))
const CLI = fileURLToPath(new URL('../bin/tributary.ts', import.meta.url))

/** Everything that `npm start` starts, in a folder and on ports of its own. */
export interface Instance {
  url: string
  /** The folder where it keeps everything. */
  home: string
  /** The one-time code for the owner account, as it was printed. */
  ownerCode: string
  stripeUrl: string
  netsuiteUrl: string
  /** Runs the command line against it; gives what was printed, parsed as JSON. */
  cli: (...args: string[]) => Promise<unknown>
  /** Kills everything at once, as a power cut would. */
  kill: () => Promise<void>
  /** Starts it again on the same ports and folder. */
  startAgain: () => Promise<void>
  stop: () => Promise<void>
}

/** Starts an instance as a newcomer would, and waits until it says that it is ready. */
export async function startInstance(): Promise<Instance> {
  const home = mkdtempSync(join(tmpdir(), 'tributary-e2e-'))
  const [port, stripe, netsuite] = await Promise.all([freePort(), freePort(), freePort()])
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    TRIBUTARY_HOME: home,
    PORT: String(port),
    STRIPE_SANDBOX_PORT: String(stripe),
    NETSUITE_SANDBOX_PORT: String(netsuite),
  }
  delete env.DATABASE_URL
  const start = () =>
    spawn(process.execPath, [START], { env, stdio: ['ignore', 'pipe', 'inherit'] })
  let child = start()
  const text = await printedUntilReady(child)
  const end = async (signal: NodeJS.Signals) => {
    if (child.exitCode !== null || child.signalCode !== null) return
    const gone = once(child, 'exit')
    child.kill(signal)
    await gone
  }
  const stop = async () => {
    await end('SIGTERM')
    rmSync(home, { recursive: true, force: true })
  }
  return {
    home,
    url: /ready at (\S+)/.exec(text)?.[1] ?? '',
    ownerCode: /One-time code for the owner account: (\S+)/.exec(text)?.[1] ?? '',
    stripeUrl: `http://127.0.0.1:${stripe}`,
    netsuiteUrl: `http://127.0.0.1:${netsuite}`,
    cli: (...args) => runCli(env, args),
    async kill() {
      const processes = readRunning(home)?.processes ?? []
      await end('SIGKILL')
      // Told to end by the guard, the web app would still answer on open connections for a while.
      for (const { pid } of processes) if (isPidAlive(pid)) process.kill(pid, 'SIGKILL')
      for (const taken of [port, stripe, netsuite]) {
        while (!(await isPortFree(taken, '127.0.0.1'))) await setTimeout(100)
      }
    },
    async startAgain() {
      child = start()
      await printedUntilReady(child)
    },
    stop,
  }
}

function printedUntilReady(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = ''
    child.stdout?.on('data', (chunk) => {
      text += String(chunk)
      if (text.includes('Ctrl-C')) resolve(text)
    })
    child.once('exit', () => reject(new Error(`The instance did not start:\n${text}`)))
  })
}

async function runCli(env: NodeJS.ProcessEnv, args: string[]): Promise<unknown> {
  const child = spawn(process.execPath, [CLI, ...args, '--json'], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let text = ''
  for await (const chunk of child.stdout) text += String(chunk)
  return JSON.parse(text)
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('No free port.')
  return address.port
}
