import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { ROOT } from '../bin/root.ts'

const TEXT = /\.(ts|tsx|js|mjs|mts|json|md|css|sql|svg|yaml|yml)$/
const CODE = /\.(ts|tsx|js|mjs)$/
const GENERATED = /^(package-lock\.json|db\/migrations\/)/

const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
  cwd: ROOT,
  encoding: 'utf8',
})
  .split('\n')
  .filter((file) => file !== '' && !GENERATED.test(file) && existsSync(join(ROOT, file)))

it('no file is too long to be read at one sitting', () => {
  const tooLong = files
    .filter((file) => CODE.test(file))
    .filter((file) => lines(file) > (file.includes('.test.') ? 600 : 400))
  expect(tooLong).toEqual([])
})

it('files are named for what they export, in kebab-case, and none is a drawer', () => {
  const drawers = /(^|\/)(utils?|types|helpers?|constants|interfaces|misc|common)\.tsx?$/
  const kebab = /^[a-z0-9]+(-[a-z0-9]+)*(\.(test|spec|module|config|d))?\.\w+$/
  const code = files.filter((file) => CODE.test(file))
  expect(code.filter((file) => drawers.test(file))).toEqual([])
  expect(code.filter((file) => !kebab.test(file.split('/').at(-1) ?? ''))).toEqual([])
})

it('the lint is never switched off in a file, and nothing is left for later', () => {
  // Written in pieces, so that this file does not accuse itself.
  const marks = [
    'eslint' + '-disable',
    '@ts' + '-ignore',
    '@ts' + '-expect-error',
    'TO' + 'DO',
    'FIX' + 'ME',
  ]
  expect(containing(marks)).toEqual([])
})

it('no file points outside of the repository', () => {
  expect(containing(['/wo' + 'rk/', '/ro' + 'ot/', '../sha' + 'red'])).toEqual([])
})

it('the repository speaks of the product only', () => {
  const organising = /\b(the|this|our|my) brief\b|\bissue #?\d|sub-?agent/i
  const guilty = textFiles().filter((file) => organising.test(content(file)))
  expect(guilty.filter((file) => file !== 'testing/repository.test.ts')).toEqual([])
})

it('the lockfile names no registry, so that every mirror serves it', () => {
  const lock = readFileSync(join(ROOT, 'package-lock.json'), 'utf8')
  expect(lock).not.toMatch(/"resolved": *"https?:/)
})

it('no secret of a real account lies in the repository', () => {
  const secret =
    /\b(sk|rk)_live_[A-Za-z0-9]{16,}|-----BEGIN (RSA |EC )?PRIVATE KEY-----\n[A-Za-z0-9+/]{40}/
  const guilty = textFiles().filter((file) => secret.test(content(file)))
  expect(guilty).toEqual([])
})

function containing(words: string[]): string[] {
  return textFiles().flatMap((file) => {
    const text = content(file)
    return words.filter((word) => text.includes(word)).map((word) => `${file}: ${word}`)
  })
}

function textFiles(): string[] {
  return files.filter((file) => TEXT.test(file))
}

function content(file: string): string {
  return readFileSync(join(ROOT, file), 'utf8')
}

function lines(file: string): number {
  return content(file).trimEnd().split('\n').length
}
