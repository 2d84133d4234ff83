import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { isAlive, processIdentity, withFileLock } from './file-lock.mjs'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tributary-lock-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

it('only one of many holds the lock at a time, and it is gone afterwards', async () => {
  const file = join(folder, 'lock')
  let holders = 0
  let most = 0
  const work = () =>
    withFileLock(file, async () => {
      holders++
      most = Math.max(most, holders)
      await new Promise((resolve) => setImmediate(resolve))
      holders--
    })
  await Promise.all(Array.from({ length: 8 }, work))
  expect(most).toBe(1)
  expect(existsSync(file)).toBe(false)
})

it('the lock of a process that died is taken over', async () => {
  const child = spawn('sleep', ['60'])
  await once(child, 'spawn')
  const file = join(folder, 'lock')
  writeFileSync(file, processIdentity(child.pid ?? 0))
  const waiting = withFileLock(file, () => 'mine')
  child.kill('SIGKILL')
  await once(child, 'exit')
  expect(await waiting).toBe('mine')
})

it('a failure inside the lock frees it', async () => {
  const file = join(folder, 'lock')
  const failing = withFileLock(file, () => Promise.reject(new Error('no')))
  await expect(failing).rejects.toThrow('no')
  expect(await withFileLock(file, () => 'free')).toBe('free')
})

it('another process with a number used before is not taken for the earlier one', () => {
  expect(isAlive(processIdentity(process.pid))).toBe(true)
  expect(isAlive(`${process.pid} 1`)).toBe(false)
})
