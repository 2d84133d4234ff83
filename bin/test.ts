import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ensureBrowser } from './browser.ts'
import { build } from './build.ts'
import { onStopSignal } from './stop-signal.ts'
import { playwrightTally, vitestTally, type Tally } from './test-tally.ts'
import { createTestSteps } from './test-steps.ts'

const folder = mkdtempSync(join(tmpdir(), 'tributary-npm-test-'))
const abort = new AbortController()
onStopSignal(() => abort.abort())
const { check, suite } = createTestSteps({ signal: abort.signal })

const tallies: Tally[] = []
try {
  // The checks are bound to one core each, as is most of the build.
  const [checks, built] = await Promise.all([
    inTurn([
      () => check('types', ['node_modules/typescript/bin/tsc', '--noEmit']),
      () => check('lint', ['node_modules/eslint/bin/eslint.js', '.', '--max-warnings', '0']),
      () => check('format', ['node_modules/prettier/bin/prettier.cjs', '--check', '.']),
      () => check('unused code', ['node_modules/knip/bin/knip.js']),
    ]),
    check('web app', () => build({ log: join(folder, 'build.log'), signal: abort.signal })),
  ])
  tallies.push(...checks, built)

  const vitest = join(folder, 'vitest.json')
  const vitestArgs = ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${vitest}`]
  tallies.push(
    await suite('tests', ['node_modules/vitest/vitest.mjs', ...vitestArgs], {}, () =>
      vitestTally(vitest),
    ),
  )

  const browser = await ensureBrowser((text) => console.log(`${text} …`))
  const playwright = join(folder, 'playwright.json')
  const playwrightArgs = ['test', '--reporter=list,json', '--pass-with-no-tests']
  tallies.push(
    await suite(
      'browser tests',
      ['node_modules/@playwright/test/cli.js', ...playwrightArgs],
      { PLAYWRIGHT_JSON_OUTPUT_NAME: playwright, TRIBUTARY_BROWSER: browser },
      () => playwrightTally(playwright),
    ),
  )
} catch (error) {
  console.log(error instanceof Error ? error.message : error)
  tallies.push({ passed: 0, failed: 1 })
} finally {
  rmSync(folder, { recursive: true, force: true })
}

const passed = tallies.reduce((sum, tally) => sum + tally.passed, 0)
const failed = tallies.reduce((sum, tally) => sum + tally.failed, 0)
console.log(`${passed} passed, ${failed} failed`)
process.exit(failed === 0 ? 0 : 1)

async function inTurn(steps: (() => Promise<Tally>)[]): Promise<Tally[]> {
  const results: Tally[] = []
  for (const step of steps) results.push(await step())
  return results
}
