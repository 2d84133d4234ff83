import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { queryOnce } from '../testing/database.ts'
import { startPostgres } from './postgres.ts'

const settings = { fsync: 'off', shared_buffers: '16MB', max_connections: '20' }
let home = ''
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'tributary-postgres-'))
})
afterAll(() => rmSync(home, { recursive: true }))

it('keeps its data and its address over a restart, and its password to itself', async () => {
  const first = await startPostgres({ home, settings })
  await queryOnce(first.url, 'create table kept (id int)')
  await first.release()
  expect(first.pid()).toBeNull()

  const second = await startPostgres({ home, settings })
  expect(second.url).toBe(first.url)
  expect(new URL(second.url).hostname).toBe('127.0.0.1')
  expect(await queryOnce(second.url, 'select count(*)::int as rows from kept')).toEqual([
    { rows: 0 },
  ])
  expect(statSync(join(home, 'postgres/password')).mode & 0o077).toBe(0)
  await second.release()
})

it('a second user joins the server that runs', async () => {
  const one = await startPostgres({ home, settings })
  const two = await startPostgres({ home, settings })
  expect(one.reused).toBe(false)
  expect(two.reused).toBe(true)
  expect(two.pid()).toBe(one.pid())
  await one.release()
})

it('after a kill it comes back with everything that was committed', async () => {
  const server = await startPostgres({ home, settings })
  await queryOnce(server.url, 'insert into kept values (1)')
  process.kill(server.pid() ?? 0, 'SIGKILL')
  await expect.poll(() => server.pid()).toBeNull()
  await server.revive()
  expect(await queryOnce(server.url, 'select id from kept')).toEqual([{ id: 1 }])
  await server.release()
  expect(server.pid()).toBeNull()
})
