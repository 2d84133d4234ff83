import { readEnv } from '../env.ts'
import { endLeftBehind } from './end-left-behind.ts'
import { freePort, isPortFree } from './free-port.ts'
import { createInstance } from './instance.ts'
import { readRunning } from './running-file.ts'
import { readStartOptions } from './start-options.ts'
import { runStartTasks } from './start-tasks.ts'
import { onStopSignal } from './stop-signal.ts'

try {
  await start()
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exit(1)
}

/** Starts everything, prints where to find it, and keeps it running until told to stop. */
async function start(): Promise<void> {
  const env = readEnv()
  const options = readStartOptions(process.env)
  refuseSecondStart(env.home)
  await endLeftBehind(env.home, (text) => console.log(text))
  const port = await claimPort('PORT', env.port, options.host)
  const url = process.env.TRIBUTARY_URL ?? `http://localhost:${port}`
  const sandbox = options.sandbox
    ? {
        stripeUrl: `http://127.0.0.1:${await claimPort('STRIPE_SANDBOX_PORT', env.stripeSandboxPort)}`,
        netsuiteUrl: `http://127.0.0.1:${await claimPort('NETSUITE_SANDBOX_PORT', env.netsuiteSandboxPort)}`,
      }
    : null

  const instance = createInstance({
    home: env.home,
    facts: { url, port, databaseUrl: env.databaseUrl ?? '' },
    onNews: (text) => console.error(text),
  })
  const abort = new AbortController()
  onStopSignal(async () => {
    abort.abort()
    console.log('\nStopping. The worker finishes what it has in hand …')
    await instance.stop()
    console.log('Stopped.')
    process.exit(0)
  })

  const dev = process.argv.includes('--dev')
  try {
    const plan = { env, options, dev, instance, port, url, sandbox, signal: abort.signal }
    const code = await runStartTasks(plan)
    instance.tell({ ready: true })
    console.log(`\nTributary is ready at ${url}`)
    if (code) console.log(`One-time code for the owner account: ${code}`)
    console.log('Ctrl-C stops it.')
  } catch (error) {
    // Stopped while starting: the handler above ends the process.
    if (abort.signal.aborted) return
    await instance.stop()
    throw error
  }
}

function refuseSecondStart(home: string): void {
  const other = readRunning(home)
  if (!other) return
  const pid = other.supervisor.split(' ')[0]
  throw new Error(
    `Tributary already runs on ${home}, at ${other.url} (process ${pid}). Stop that one first, or give this one a TRIBUTARY_HOME and a PORT of its own.`,
  )
}

/** The wanted port, any free one for 0; a clear sentence when another program has it. */
async function claimPort(name: string, wanted: number, host = '127.0.0.1'): Promise<number> {
  if (wanted === 0) return freePort(null)
  if (await isPortFree(wanted, host)) return wanted
  throw new Error(
    `Port ${wanted} is taken by another program. Stop that one, or choose another port: ${name}=${wanted + 1} npm start`,
  )
}
