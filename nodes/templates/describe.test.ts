import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { describeTemplates } from './describe.ts'

test('the page of templates tells of all of them as they are', async () => {
  const page = await readFile(new URL('../../docs/templates.md', import.meta.url), 'utf8')
  expect(page).toBe(describeTemplates())
})
