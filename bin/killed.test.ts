import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import postgres from 'postgres'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { queryOnce } from '../testing/database.ts'
import { endLeftBehind } from './end-left-behind.ts'
import { isPidAlive, processIdentity } from './file-lock.mjs'
import { startPostgres } from './postgres.ts'
import { leftBehind, writeRunning } from './running-file.ts'

const KILLS = 10
const settings = { fsync: 'off', shared_buffers: '16MB', max_connections: '20' }

let home = ''
beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'tributary-killed-'))
  const server = await startPostgres({ home, settings })
  await queryOnce(server.url, 'create table kept (round int)')
  await server.release()
}, 60_000)
afterAll(() => rmSync(home, { recursive: true }))

/**
 * Uses the Postgres of a home folder as npm start does, with a worker that takes its time to end;
 * says each step and then the address.
 */
const SUPERVISOR = `
import { spawn } from 'node:child_process'
import { startGuard } from ${moduleText('./guard.ts')}
import { startPostgres } from ${moduleText('./postgres.ts')}
const [home, settings] = process.argv.slice(1)
const worker = spawn('sh', ['-c', 'trap "sleep 0.5; exit" TERM; while :; do sleep 0.1; done'])
startGuard(home).watch([worker.pid])
const say = (text) => console.log(text)
const server = await startPostgres({ home, settings: JSON.parse(settings), onStep: say })
say(server.url)
setInterval(() => {}, 1000)
`

it('a start right after a kill keeps its database, ten times in a row', async () => {
  for (let round = 1; round <= KILLS; round++) {
    const { child, heard } = supervisor()
    const url = await heard(/^postgres:/)
    // Takes longer than the guard of the one before needs to come to its end.
    await queryOnce(url, `begin; insert into kept values (${round}); select pg_sleep(1); commit`)
    await kill(child)
  }
  const server = await startPostgres({ home, settings })
  expect(await queryOnce(server.url, 'select count(*)::int as rounds from kept')).toEqual([
    { rounds: KILLS },
  ])
  await server.release()
  expect(server.pid()).toBeNull()
}, 120_000)

it('a start that is killed while Postgres comes up does not stand in the way of the next', async () => {
  for (let round = 1; round <= 3; round++) {
    const { child, heard } = supervisor()
    await heard(/^(Starting|postgres:)/)
    await kill(child)
  }
  const server = await startPostgres({ home, settings })
  expect(await queryOnce(server.url, 'select 1 as one')).toEqual([{ one: 1 }])
  await server.release()
}, 60_000)

it('a start waits for a Postgres that is ending and starts it again', async () => {
  const former = await startPostgres({ home, settings })
  const pid = former.pid() ?? 0
  const lingering = postgres(former.url, { max: 1, onclose: () => {} })
  await lingering`select 1`
  // With SIGTERM it lets nobody in and waits until the last connection is closed.
  process.kill(pid, 'SIGTERM')
  await expect.poll(() => former.pid()).toBeNull()
  const server = await startPostgres({ home, settings })
  expect(server.reused).toBe(false)
  expect(isPidAlive(pid)).toBe(false)
  expect(await queryOnce(server.url, 'select 1 as one')).toEqual([{ one: 1 }])
  await lingering.end()
  await server.release()
}, 60_000)

it('what a killed start left running is ended by the next, and nothing else', async () => {
  const [left, strange] = [sleeper(), sleeper()]
  const dead = spawn('true')
  const supervisor = processIdentity(dead.pid ?? 0)
  await once(dead, 'exit')
  const entry = (name: string, pid: number, identity: string) => ({ name, pid, identity })
  writeRunning(home, {
    ...{ supervisor, url: '', port: 0, databaseUrl: '', sandbox: null, ready: true },
    processes: [
      entry('web', left, processIdentity(left)),
      // A number that was given to somebody else since.
      entry('worker', strange, `${strange} 1`),
    ],
  })
  const steps: string[] = []
  await endLeftBehind(home, (text) => steps.push(text))
  expect(steps).toHaveLength(1)
  expect([isPidAlive(left), isPidAlive(strange)]).toEqual([false, true])
  expect(leftBehind(home)).toEqual([])
  process.kill(strange, 'SIGKILL')
})

function supervisor() {
  const args = ['--input-type=module-typescript', '-e', SUPERVISOR, home, JSON.stringify(settings)]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] })
  let errors = ''
  child.stderr.on('data', (chunk) => {
    errors += String(chunk)
  })
  const lines = createInterface({ input: child.stdout })
  const heard = (wanted: RegExp) =>
    new Promise<string>((resolve, reject) => {
      lines.on('line', (line) => {
        if (wanted.test(line)) resolve(line)
      })
      child.once('close', () => reject(new Error(errors)))
    })
  return { child, heard }
}

async function kill(child: ChildProcess): Promise<void> {
  const gone = once(child, 'exit')
  child.kill('SIGKILL')
  await gone
}

function sleeper(): number {
  return spawn('sleep', ['600'], { stdio: 'ignore' }).pid ?? 0
}

function moduleText(path: string): string {
  return JSON.stringify(new URL(path, import.meta.url).href)
}
