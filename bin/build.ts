import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, openSync, closeSync, readFileSync, writeFileSync } from 'node:fs'
import { glob } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { withFileLock } from './file-lock.mjs'
import { ROOT } from './root.ts'

const STAMP = join(ROOT, '.next/tributary-build')
const SOURCES = [
  '{app,engine,nodes,db}/**/*.{ts,tsx,css,json}',
  'env.ts',
  'next.config.ts',
  'proxy.ts',
  'postcss.config.*',
  'package-lock.json',
  'tsconfig.json',
]

/** Does the stored build match the sources? */
export async function isBuilt(): Promise<boolean> {
  if (!existsSync(join(ROOT, '.next/BUILD_ID')) || !existsSync(STAMP)) return false
  return readFileSync(STAMP, 'utf8') === (await sourceHash())
}

/**
 * Builds the web app unless a build of exactly these sources is there. What Next prints goes to
 * `log`. Throws with the end of the log when the build fails, and when `signal` stops it.
 */
export async function build(options: { log: string; signal?: AbortSignal }): Promise<void> {
  const name = createHash('sha256').update(ROOT).digest('hex').slice(0, 16)
  await withFileLock(join(tmpdir(), `tributary-build-${name}.lock`), async () => {
    if (await isBuilt()) return
    const hash = await sourceHash()
    await nextBuild(options)
    writeFileSync(STAMP, hash)
  })
}

async function nextBuild({ log, signal }: { log: string; signal?: AbortSignal }): Promise<void> {
  mkdirSync(join(log, '..'), { recursive: true })
  const output = openSync(log, 'w')
  const child = spawn(process.execPath, [join(ROOT, 'node_modules/next/dist/bin/next'), 'build'], {
    cwd: ROOT,
    env: { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
    stdio: ['ignore', output, output],
    detached: true,
  })
  closeSync(output)
  // Next works in child processes of its own: end the whole group.
  const abort = () => {
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGTERM')
  }
  signal?.addEventListener('abort', abort)
  const code = await new Promise<number | null>((resolve) => child.on('exit', resolve))
  signal?.removeEventListener('abort', abort)
  if (code === 0) return
  const tail = readFileSync(log, 'utf8').trim().split('\n').slice(-30).join('\n')
  throw new Error(`The web app could not be built. The end of ${log}:\n${tail}`)
}

async function sourceHash(): Promise<string> {
  const files: string[] = []
  for await (const file of glob(SOURCES, { cwd: ROOT })) files.push(file)
  const hash = createHash('sha256')
  for (const file of files.sort()) {
    if (/\.test\.tsx?$/.test(file)) continue
    hash.update(`${file}\0`).update(readFileSync(join(ROOT, file)))
  }
  return hash.digest('hex')
}
