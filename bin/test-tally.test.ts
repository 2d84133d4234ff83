import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { playwrightTally, vitestTally } from './test-tally.ts'

const folder = mkdtempSync(join(tmpdir(), 'tributary-tally-'))
afterAll(() => rmSync(folder, { recursive: true }))

it('a test file that cannot be loaded counts as failed', () => {
  const file = report({
    numPassedTests: 3,
    numFailedTests: 1,
    testResults: [
      { status: 'failed', assertionResults: [{ status: 'failed' }, { status: 'passed' }] },
      { status: 'failed', assertionResults: [] },
      { status: 'passed', assertionResults: [{ status: 'passed' }, { status: 'passed' }] },
    ],
  })
  expect(vitestTally(file)).toEqual({ passed: 3, failed: 2 })
})

it('a browser test that passed only at the second try counts as failed', () => {
  const file = report({ stats: { expected: 4, unexpected: 1, flaky: 1, skipped: 2 }, errors: [] })
  expect(playwrightTally(file)).toEqual({ passed: 4, failed: 2 })
})

it('a missing report is a failure, never a success', () => {
  expect(vitestTally(join(folder, 'none.json'))).toEqual({ passed: 0, failed: 1 })
  expect(playwrightTally(join(folder, 'none.json'))).toEqual({ passed: 0, failed: 1 })
})

function report(content: unknown): string {
  const file = join(folder, 'report.json')
  writeFileSync(file, JSON.stringify(content))
  return file
}
