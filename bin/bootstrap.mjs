// Runs `bin/bootstrap.mjs <script.ts> …args`: installs the dependencies when they do not match
// package-lock.json, then runs the script on the Node 24 that is one of them. Plain JavaScript and
// built-in modules only: it must work on a bare clone with Node 20.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import Module from 'node:module'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { withFileLock } from './file-lock.mjs'

const NODE_MAJOR = 24
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP']

const root = fileURLToPath(new URL('..', import.meta.url))
const stamp = join(root, 'node_modules/.tributary-lock')
const pinnedNode = join(root, 'node_modules/.bin/node')

const lockHash = createHash('sha256')
  .update(readFileSync(join(root, 'package-lock.json')))
  .update(`${process.platform} ${process.arch}`)
  .digest('hex')

if (!isInstalled()) {
  const name = createHash('sha256').update(root).digest('hex').slice(0, 16)
  await withFileLock(join(tmpdir(), `tributary-install-${name}.lock`), async () => {
    if (isInstalled()) return
    if (!matchesHiddenLockfile()) await install()
    writeFileSync(stamp, lockHash)
  })
}
run(process.argv.slice(2))

function isInstalled() {
  return existsSync(pinnedNode) && existsSync(stamp) && readFileSync(stamp, 'utf8') === lockHash
}

/**
 * Did somebody run `npm ci` or `npm install` by hand? npm keeps a lockfile of what it really
 * installed; nothing is to do when that holds every package that ours asks for.
 */
function matchesHiddenLockfile() {
  const hidden = join(root, 'node_modules/.package-lock.json')
  if (!existsSync(pinnedNode) || !existsSync(hidden)) return false
  const installed = JSON.parse(readFileSync(hidden, 'utf8')).packages
  const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages
  return Object.entries(wanted).every(([path, { version, optional, extraneous }]) => {
    if (path === '' || extraneous) return true
    const found = installed[path]
    return found ? found.version === version : optional === true
  })
}

async function install() {
  // Standard output belongs to the script: `tributary … --json` promises one JSON value there.
  process.stderr.write('Installing the dependencies (once, about a minute) …\n')
  const started = Date.now()
  const beat = setInterval(() => {
    process.stderr.write(`Still installing, ${Math.round((Date.now() - started) / 1000)} s …\n`)
  }, 15_000)
  const args = ['ci', '--no-audit', '--no-fund', '--loglevel=error', '--include=dev']
  const viaNpm = process.env.npm_execpath?.endsWith('.js')
  const child = viaNpm
    ? spawn(process.execPath, [process.env.npm_execpath, ...args], {
        cwd: root,
        stdio: ['ignore', 2, 2],
      })
    : spawn('npm', args, {
        cwd: root,
        stdio: ['ignore', 2, 2],
        shell: process.platform === 'win32',
      })
  const code = await exitCode(child)
  clearInterval(beat)
  if (code === 0 && existsSync(pinnedNode)) return
  process.stderr.write(
    code === 0
      ? 'npm installed the dependencies but not Node 24: does npm forbid install scripts (ignore-scripts)? Allow them and start again.\n'
      : `Installing the dependencies failed: "npm ci" ended with ${code}. The lines above say why; repair that and start again.\n`,
  )
  process.exit(1)
}

function run([script, ...args]) {
  const path = resolve(root, script)
  if (Number(process.versions.node.split('.')[0]) >= NODE_MAJOR) {
    // We are on the right Node already: become the script instead of starting a second process.
    process.argv.splice(1, 2, path)
    Module.runMain()
    return
  }
  const child = spawn(pinnedNode, [path, ...args], { stdio: 'inherit' })
  // Ctrl-C in a terminal reaches the child by itself; scripts take a repeated signal for one.
  for (const signal of SIGNALS) process.on(signal, () => child.kill(signal))
  exitCode(child).then((code) => process.exit(code))
}

function exitCode(child) {
  return new Promise((done) => {
    child.on('error', (error) => {
      process.stderr.write(`${error.message}\n`)
      done(127)
    })
    child.on('exit', (code, signal) => done(signal ? 1 : code))
  })
}
