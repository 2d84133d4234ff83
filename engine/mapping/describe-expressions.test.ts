import { readdir, readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { describeExpressions } from './describe-expressions.ts'
import { LINT_CODES } from './lint/codes.ts'

test('the page of expressions tells of functions and warnings as they are', async () => {
  const page = await readFile(new URL('../../docs/expressions.md', import.meta.url), 'utf8')
  expect(page).toBe(describeExpressions())
})

test('every code that lint gives is told of, and no other', async () => {
  const folder = new URL('./lint/', import.meta.url)
  const files = (await readdir(folder)).filter((name) => name.endsWith('-rules.ts'))
  const sources = await Promise.all(files.map((name) => readFile(new URL(name, folder), 'utf8')))
  const given = sources.flatMap((text) =>
    [...text.matchAll(/code: '([a-z-]+)'/g)].map((one) => one[1]),
  )
  expect([...new Set(given)].toSorted()).toEqual(LINT_CODES.map(({ code }) => code).toSorted())
})
