import { spawn } from 'node:child_process'
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { ROOT } from './root.ts'

/** Stands in for npm: notes that it was called and "installs" the Node that runs it. */
const NPM = `
const { appendFileSync, mkdirSync, symlinkSync } = require('node:fs')
appendFileSync('npm-calls', process.argv.slice(2).join(' ') + '\\n')
mkdirSync('node_modules/.bin', { recursive: true })
symlinkSync(process.execPath, 'node_modules/.bin/node')
console.log('chatter of npm')
`

let clone = ''
beforeEach(() => {
  clone = mkdtempSync(join(tmpdir(), 'tributary-bootstrap-'))
  mkdirSync(join(clone, 'bin'))
  for (const file of ['bootstrap.mjs', 'file-lock.mjs']) {
    copyFileSync(join(ROOT, 'bin', file), join(clone, 'bin', file))
  }
  writeFileSync(join(clone, 'npm.js'), NPM)
  writeFileSync(
    join(clone, 'package-lock.json'),
    JSON.stringify({ packages: { '': {}, 'node_modules/a': { version: '1.0.0' } } }),
  )
  writeFileSync(
    join(clone, 'script.mjs'),
    'console.log(JSON.stringify(process.argv.slice(2))); process.exitCode = 7',
  )
})
afterEach(() => rmSync(clone, { recursive: true }))

it('a bare clone is installed once, however many start at the same time', async () => {
  const runs = await Promise.all([run('--json'), run('--json'), run('--json')])
  for (const { code, out } of runs) expect({ code, out }).toEqual({ code: 7, out: '["--json"]\n' })
  expect(npmCalls()).toEqual(['ci --no-audit --no-fund --loglevel=error --include=dev'])
})

it('what npm prints never reaches standard output', async () => {
  const { out, err } = await run()
  expect(out).toBe('[]\n')
  expect(err).toContain('Installing the dependencies')
  expect(err).toContain('chatter of npm')
})

it('dependencies that were installed by hand are left alone', async () => {
  mkdirSync(join(clone, 'node_modules/.bin'), { recursive: true })
  copyFileSync(process.execPath, join(clone, 'node_modules/.bin/node'))
  copyFileSync(join(clone, 'package-lock.json'), join(clone, 'node_modules/.package-lock.json'))
  expect((await run()).code).toBe(7)
  expect(npmCalls()).toEqual([])
})

it('a changed lockfile leads to a new installation', async () => {
  await run()
  writeFileSync(
    join(clone, 'package-lock.json'),
    JSON.stringify({ packages: { '': {}, b: { version: '2.0.0' } } }),
  )
  rmSync(join(clone, 'node_modules/.bin/node'))
  await run()
  expect(npmCalls()).toHaveLength(2)
})

function npmCalls(): string[] {
  const file = join(clone, 'npm-calls')
  return existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : []
}

function run(...args: string[]) {
  return new Promise<{ code: number | null; out: string; err: string }>((resolve) => {
    const child = spawn(process.execPath, ['bin/bootstrap.mjs', 'script.mjs', ...args], {
      cwd: clone,
      env: { ...process.env, npm_execpath: join(clone, 'npm.js') },
    })
    let out = ''
    let err = ''
    child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()))
    child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()))
    child.on('close', (code) => resolve({ code, out, err }))
  })
}
