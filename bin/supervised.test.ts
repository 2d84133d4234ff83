import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { isPidAlive } from './file-lock.mjs'
import { supervise } from './supervised.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tributary-supervised-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const WAITS = 'setInterval(() => {}, 1000); console.log("up")'

it('a process that is killed comes back at once, and stops for good when told', async () => {
  const { service, pids, news } = start(WAITS)
  await service.ready
  const [first] = pids
  process.kill(first ?? 0, 'SIGKILL')
  await expect.poll(() => pids.length).toBe(2)
  expect(news[0]).toContain('ended unexpectedly (SIGKILL); starting it again now')
  await service.stop()
  expect(pids.map(isPidAlive)).toEqual([false, false])
})

it('a process that does not come up is told with the end of its log, and not tried again', async () => {
  const { service, pids } = start('console.error("the port is taken"); process.exit(3)')
  await expect(service.ready).rejects.toThrow(/did not start \(code 3\)[\s\S]*the port is taken/)
  expect(pids).toHaveLength(1)
  await service.stop()
})

it('a process that ignores SIGTERM is ended when its time is over', async () => {
  const { service, pids } = start(`process.on('SIGTERM', () => {}); ${WAITS}`, 50)
  await service.ready
  await service.stop()
  expect(pids.map(isPidAlive)).toEqual([false])
})

it('what it prints goes to the log, and only logged errors are news', async () => {
  const { service, news, log } = start(
    `console.log('chatter'); console.log(JSON.stringify({ level: 50, msg: 'cannot sign in' })); ${WAITS}`,
  )
  await service.ready
  await expect.poll(() => news).toEqual(['test: cannot sign in'])
  await service.stop()
  expect(readFileSync(log, 'utf8')).toContain('chatter')
})

function start(code: string, graceMs = 10_000) {
  const script = join(folder, 'process.mjs')
  const log = join(folder, 'test.log')
  writeFileSync(script, code)
  const pids: number[] = []
  const news: string[] = []
  const service = supervise({
    name: 'test',
    args: [script],
    env: {},
    log,
    isReady: (line) => line === 'up',
    graceMs,
    onNews: (text) => news.push(text),
    onPid: (pid) => {
      if (pid !== null) pids.push(pid)
    },
  })
  return { service, pids, news, log }
}
