import { existsSync, readFileSync } from 'node:fs'
import { z } from 'zod'

/** How many tests of a step passed and failed. */
export interface Tally {
  passed: number
  failed: number
}

const vitestSchema = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  testResults: z.array(
    z.object({ status: z.string(), assertionResults: z.array(z.object({ status: z.string() })) }),
  ),
})

/** Reads vitest's JSON report. A file that could not even be loaded counts as one failed test. */
export function vitestTally(file: string): Tally {
  const report = vitestSchema.safeParse(readJson(file))
  if (!report.success) return { passed: 0, failed: 1 }
  const { numPassedTests, numFailedTests, testResults } = report.data
  const unloadable = testResults.filter(
    ({ status, assertionResults }) =>
      status === 'failed' && assertionResults.every((test) => test.status !== 'failed'),
  )
  return { passed: numPassedTests, failed: numFailedTests + unloadable.length }
}

const playwrightSchema = z.object({
  stats: z.object({ expected: z.number(), unexpected: z.number(), flaky: z.number() }),
  errors: z.array(z.unknown()),
})

/** Reads Playwright's JSON report. An error outside of all tests counts as one failed test. */
export function playwrightTally(file: string): Tally {
  const report = playwrightSchema.safeParse(readJson(file))
  if (!report.success) return { passed: 0, failed: 1 }
  const { expected, unexpected, flaky } = report.data.stats
  return { passed: expected, failed: unexpected + flaky + report.data.errors.length }
}

function readJson(file: string): unknown {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null
}
