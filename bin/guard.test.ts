import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { expect, it } from 'vitest'
import { isPidAlive } from './file-lock.mjs'

/** Starts a guard over a child process, says the child's number, and waits. */
const SUPERVISOR = `
import { spawn } from 'node:child_process'
import { startGuard } from ${JSON.stringify(new URL('./guard.ts', import.meta.url).href)}
const child = spawn('sleep', ['600'], { detached: true, stdio: 'ignore' })
const guard = startGuard(null)
guard.watch([child.pid])
process.on('SIGTERM', () => { guard.dismiss(); process.exit() })
console.log(child.pid)
setInterval(() => {}, 1000)
`

it('what a killed supervisor leaves behind is ended', async () => {
  const { supervisor, pid } = await start()
  supervisor.kill('SIGKILL')
  await expect.poll(() => isPidAlive(pid), { timeout: 20_000 }).toBe(false)
})

it('a dismissed guard ends nothing', async () => {
  const { supervisor, pid } = await start()
  supervisor.kill('SIGTERM')
  await once(supervisor, 'exit')
  expect(isPidAlive(pid)).toBe(true)
  process.kill(pid, 'SIGKILL')
})

async function start() {
  const args = ['--input-type=module-typescript', '-e', SUPERVISOR]
  const supervisor = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  const [line] = await once(createInterface({ input: supervisor.stdout }), 'line')
  return { supervisor, pid: Number(line) }
}
